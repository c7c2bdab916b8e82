"""What is recorded where a room names no act of its own for it."""

from django.utils.translation import gettext_lazy as _

from core.audit.codes import SECURITY, code

LABELS = {"holder": _("被授权方"), "ability": _("授权事项"), "from_on": _("起"), "to_on": _("止")}

GRANTED = code(
    "grants.granted",
    _("{actor}将{subject}按名授权给{after[holder]}，事由：{reason}"),
    kind=SECURITY,
    labels=LABELS,
)
REVOKED = code(
    "grants.revoked",
    _("{actor}终止{before[holder]}对{subject}的按名授权：{reason}"),
    kind=SECURITY,
    labels=LABELS,
)
