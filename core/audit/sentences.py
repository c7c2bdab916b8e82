"""A record as people read it: a Chinese sentence and a list of changes, personal values masked."""

import re
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import veil
from core.audit.codes import find_code

if TYPE_CHECKING:
    from core.audit.models import Record

NOTHING = "—"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)  # as rules.instant spells it


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a record, ready to be shown."""

    label: str
    before: str
    after: str


def sentence_of(record: "Record") -> str:
    """What happened. An act that this version no longer knows still names who, which act and what."""
    found = find_code(record.code)
    if found is None:
        return _("{actor}：{code}（{subject}）").format(
            actor=record.actor_name, code=record.code, subject=record.subject_label or NOTHING
        )
    plain = {
        "actor": record.actor_name,
        "post": record.post_title or NOTHING,
        "subject": record.subject_label or NOTHING,
        "reason": record.reason or NOTHING,
    }
    said = []
    for text, name, _spec, _conversion in Formatter().parse(str(found.sentence)):
        said.append(text)
        if name is not None:
            said.append(plain[name] if name in plain else _value_at(record, name))
    return "".join(said)


def changes_of(record: "Record") -> list[Change]:
    """Every value named before or after: in the order of the code's labels, then by name."""
    found = find_code(record.code)
    labels = found.labels if found else {}
    named = {**record.before, **record.after}
    keys = [key for key in labels if key in named] + sorted(key for key in named if key not in labels)
    return [
        Change(str(labels.get(key, key)), shown(record.before.get(key)), shown(record.after.get(key)))
        for key in keys
    ]


def shown(value: Any) -> str:
    """A recorded value on the screen; a veiled one as its mask."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if veil.is_veiled(value):
        return str(value[veil.MASKED])
    if isinstance(value, list):
        return "、".join(shown(item) for item in value)
    if isinstance(value, dict):
        return "；".join(f"{key}：{shown(item)}" for key, item in value.items())
    if isinstance(value, str) and INSTANT.fullmatch(value):
        return _local(value)
    return str(value)


def _local(text: str) -> str:
    """A recorded instant by the county's clock; what only looks like one stays as it is."""
    try:
        return f"{timezone.localtime(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return text


def _value_at(record: "Record", placeholder: str) -> str:
    side, _bracket, key = placeholder.rstrip("]").partition("[")
    return shown(getattr(record, side, {}).get(key))
