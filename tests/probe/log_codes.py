"""Acts of the probe room."""

from core.audit.codes import code

REMINDED = code("probe_deadline.reminded", "{actor}提醒{subject}即将到期")
ESCALATED = code("probe_deadline.escalated", "{actor}将{subject}转为督办")
