"""How long something may take changes, from a day on."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.choices import Unit
from core.workcalendar.rules import SHANGHAI, Term
from disputes import seed
from disputes.choices import Level, Promise
from disputes.log_codes import TERM_CHANGED, TERM_ENDED
from disputes.models import CaseKind, TermRule
from disputes.policies import may_change_settings
from disputes.rules.terms import leaves_no_time, may_exceed


@transaction.atomic
def change_term(
    *,
    promise: str,
    level: str,
    kind_code: str,
    term: Term,
    warn: Term | None,
    from_on: dt.date,
    source: str,
    actor: Actor,
    at: dt.datetime,
) -> TermRule:
    """Put a new term in force; the one before ends that day. Promises made before it keep theirs.

    Args:
        level, kind_code: "" for any; a rule for one level or kind counts before the one for any.
        source: the county's own document that says so.

    Raises:
        Refused: not theirs, nothing that is promised, a day gone by or before the rule that stands, no source, or
            longer than the law allows.
    """
    post = require(may_change_settings(actor))
    _check(promise, level, kind_code, term, warn, from_on, source, at)
    same = TermRule.objects.filter(promise=promise, level=level, kind_code=kind_code)
    before = same.select_for_update().filter(valid_to=None).first()
    if before is not None:
        if from_on <= before.valid_from:
            raise Refused(_("启用日须晚于现行规定的启用日（%(day)s）。") % {"day": before.valid_from})
        before.valid_to = from_on
        before.save(update_fields=["valid_to"])
    rule: TermRule = TermRule.objects.create(
        promise=promise,
        level=level,
        kind_code=kind_code,
        value=term.value,
        unit=term.unit,
        warn_value=warn.value if warn else None,
        warn_unit=warn.unit if warn else "",
        valid_from=from_on,
        source=source.strip()[:200],
    )
    record(
        TERM_CHANGED,
        actor=actor,
        post=post,
        at=at,
        subject=rule,
        path=str(actor.tenant),
        before={"term": str(before.rule.term)} if before else {},
        after={
            "promise": str(Promise(promise).label),
            "level": str(Level(level).label) if level else "",
            "kind": kind_code,
            "term": str(term),
            "warn": str(warn) if warn else "",
            "from_on": from_on,
            "source": rule.source,
        },
    )
    return rule


@transaction.atomic
def end_term(*, rule: TermRule, on: dt.date, reason: str, actor: Actor, at: dt.datetime) -> TermRule:
    """End a rule for one level or kind, so that the one for any counts again.

    Raises:
        Refused: not theirs, ended already, a day gone by, no reason, or no other rule would count.
    """
    post = require(may_change_settings(actor))
    rule = TermRule.objects.select_for_update().get(pk=rule.pk)
    if rule.valid_to is not None:
        raise Refused(_("该规定已停用。"))
    if on < at.astimezone(SHANGHAI).date() or on < rule.valid_from:
        raise Refused(_("停用日不能早于今天和启用日。"))
    if not reason.strip():
        raise Refused(_("请写明原因。"))
    others = TermRule.objects.filter(
        promise=rule.promise, level__in=("", rule.level), kind_code__in=("", rule.kind_code), valid_to=None
    )
    if not others.exclude(pk=rule.pk).exists():
        raise Refused(_("没有其他规定可以适用，不能停用；请改为调整期限。"))
    rule.valid_to = on
    rule.save(update_fields=["valid_to"])
    record(
        TERM_ENDED,
        actor=actor,
        post=post,
        at=at,
        subject=rule,
        path=str(actor.tenant),
        after={"to_on": on},
        reason=reason.strip(),
    )
    return rule


def _check(
    promise: str,
    level: str,
    kind_code: str,
    term: Term,
    warn: Term | None,
    from_on: dt.date,
    source: str,
    at: dt.datetime,
) -> None:
    if promise not in Promise.values or (level and level not in Level.values):
        raise Refused(_("请选择时限事项和层级。"))
    if kind_code and not CaseKind.objects.filter(code=kind_code, is_active=True).exists():
        raise Refused(_("请选择在用的纠纷类型。"))
    if promise == Promise.MONTHLY_REPORT and (kind_code or level not in ("", Level.TOWNSHIP, Level.COUNTY)):
        raise Refused(_("月报由乡镇和县报送，不分纠纷类型。"))
    if from_on < at.astimezone(SHANGHAI).date():
        raise Refused(_("启用日不能早于今天；已作出的时限承诺不变。"))
    if not source.strip():
        raise Refused(_("请写明依据的文件。"))
    if warn is not None and leaves_no_time(warn, term):
        raise Refused(_("预警须早于到期。"))
    legal = seed.term_for(promise, level=level, kind=kind_code)
    if legal is not None and legal.basis == "LAW":
        most = Term(legal.value, Unit(legal.unit))
        if may_exceed(term, most):
            raise Refused(
                _("该期限由法律规定，最长%(most)s，只能缩短（%(clause)s）。")
                % {"most": most, "clause": legal.clause}
            )
