"""Values against their columns: too long, no such choice, a day that can't be. For verbs, whose callers are not all forms."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from disputes.models import Case, CaseKind
from disputes.seed import judgements_in, statistics_choices

EARLIEST: Final = dt.date(1900, 1, 1)
# Mediation has had registers of a set form since 人民调解工作若干规定 (2002); an open case entered before is a slip of the pen.
OLDEST_LEDGER: Final = dt.date(2000, 1, 1)


def require_sound(row: models.Model) -> None:
    """Pass, or say which field of the row holds what its column can't.

    Raises:
        Refused: the first three faults, each with the field's Chinese name.
    """
    own = {
        field.name
        for field in row._meta.concrete_fields
        if field.editable and not field.is_relation and not isinstance(field, models.JSONField)
    }
    others = {field.name for field in row._meta.fields} - own
    try:
        row.clean_fields(exclude=others | {"id", "tenant", "pk"})
    except ValidationError as error:
        faults = [
            f"{row._meta.get_field(name).verbose_name}：{''.join(messages)}"  # type: ignore[union-attr]  # own fields
            for name, messages in error.message_dict.items()
        ]
        raise Refused("；".join(faults[:3])) from error


def differing(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """The columns, by name, in which a row says something else than `values`; ciphertext is opened to compare."""
    return sorted(name for name, value in values.items() if _plain(getattr(row, name)) != _plain(value))


def _plain(value: Any) -> Any:
    return value.reveal() if hasattr(value, "reveal") else getattr(value, "pk", value)


def require_day(label: Any, day: dt.date | None, at: dt.datetime, *, earliest: dt.date = EARLIEST) -> None:
    """A day not ahead and not before `earliest`: living memory, where nothing else is said.

    Raises:
        Refused: it is neither.
    """
    if day is None:
        return
    if day > day_of(at):
        raise Refused(_("%(what)s不能晚于今天。") % {"what": label})
    if day < earliest:
        raise Refused(_("%(what)s有误，请核对年份。") % {"what": label})


def require_about_dispute(reason: str) -> None:
    """A reason that keeps to the dispute: nobody is judged, and nobody stands worse because they complained.

    Raises:
        Refused: it does neither; the sentence names the words and says what to write instead.
    """
    if found := judgements_in(reason):
        raise Refused(
            _(
                "理由中不能写%(words)s：评定的是纠纷，不是人；反映问题、投诉、信访也不是理由。"
                "请改写发生了什么、可能发生什么，如“双方多次争吵，一方扬言报复”。"
            )
            % {"words": "".join(f"“{word}”" for word in found[:5])}
        )


def require_amounts(case: Case) -> None:
    """At least one person, and not less than nothing.

    Raises:
        Refused: fewer, or less.
    """
    if case.people_count < 1:
        raise Refused(_("涉及人数至少为1人。"))
    if case.amount is not None and case.amount < 0:
        raise Refused(_("涉及金额不能为负数。"))


def check_kind(label: str, statistics_row: str, *, besides: CaseKind | None = None) -> None:
    """A label of its own, and a row of the table's kinds.

    Raises:
        Refused: it is another kind's label, or no such row.
    """
    if not label:
        raise Refused(_("请填写纠纷类型。"))
    others = CaseKind.objects.filter(label=label)
    if (others.exclude(pk=besides.pk) if besides else others).exists():
        raise Refused(_("已有同名的纠纷类型。"))
    if statistics_row not in dict(statistics_choices()):
        raise Refused(_("请选择统计表中的行。"))
