"""Who may take which step: pure verdicts, used to guard the verb, to dim the button and to say why."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Verdict
from disputes.choices import State, Verb
from disputes.dossier import places_open
from disputes.facts import Facts
from disputes.models import Case
from disputes.moves import Move, Need, Who
from disputes.rules.levels import leads, level_above, level_below, seat_of
from disputes.workflow import move_for, move_named

VIEW, REPORT, WORK = "disputes.view", "disputes.report", "disputes.work"
ADVISE, TAKE_PART = "disputes.advise", "disputes.take_part"
CENTRE, FIGURES, SETTINGS = "disputes.centre", "disputes.figures", "disputes.settings"
PERSONAL_CASE = "disputes.personal_case"


def may_report(actor: Actor, *, path: str) -> Verdict:
    """May they register a dispute at the area `path`?"""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(REPORT, path)
    return Verdict.yes(post) if post else Verdict.no(_("您只能登记本辖区的纠纷。"))


def may_step(actor: Actor, case: Case, verb: str, facts: Facts) -> Verdict:
    """May they take the step `verb` on the case now? The table, then who, then what has to be there."""
    move = move_for(case.state, verb, was_accepted=case.was_accepted)
    if move is None:
        label = move_named(verb).label
        return Verdict.no(
            _("该纠纷处于“%(state)s”环节，不能办理“%(verb)s”。")
            % {"state": case.get_state_display(), "verb": label}
        )
    verdict = _who(actor, case, move, facts)
    if not verdict.ok:
        return verdict
    if actor.person_id in facts.recused_ids and verb not in (Verb.NOTE, Verb.ASSIGN):
        return Verdict.no(_("您已从本纠纷回避。"))
    for need in move.needs:
        if reason := _NEEDS[need](case, facts):
            return Verdict.no(reason)
    return verdict


def may_view(actor: Actor, case: Case, facts: Facts) -> Verdict:
    """May they read the whole file without giving a reason? Whoever works on it, or whose ground it is."""
    if actor.is_system:
        return Verdict.yes()
    if actor.person_id is not None and (
        actor.person_id in facts.handler_ids or actor.person_id == case.registered_by_id
    ):
        return Verdict.yes(actor.posts[0] if actor.posts else None)
    if opened := next((post for post in actor.posts if post.abilities & {ADVISE, TAKE_PART}), None):
        return Verdict.yes(opened)  # the access function has fetched it for them, so it was opened by name
    post = actor.post_for(VIEW, case.path)
    if post is None or case.is_restricted:
        return Verdict.no(_("该纠纷不在您的办理范围。"))
    return Verdict.yes(post)


def may_read_names(actor: Actor, case: Case, facts: Facts) -> Verdict:
    """May they read the parties' names in full and open phones and the record? Whoever handles the case, and a
    department that was asked to take part; an adviser advises on the matter and sees masked names."""
    if actor.is_system:
        return Verdict.yes()
    if actor.person_id is not None and actor.person_id == case.registered_by_id:
        return Verdict.yes(_by_name(actor))
    verdict = _joint(actor, case, facts)
    if verdict.ok:
        return verdict
    asked = next((post for post in actor.posts if TAKE_PART in post.abilities), None)
    if asked is not None and actor.post_for(VIEW, case.path) is None:
        return Verdict.yes(asked)  # not their ground, so it was opened to their department by name
    return Verdict.no(_("只有办理本纠纷的人员可以查看。"))


def may_look_with_reason(actor: Actor, case: Case) -> Verdict:
    """May they read a file that is not theirs, for a reason that is recorded? Leaders of the place; no restricted one."""
    post = actor.post_for(FIGURES, case.path)
    if post is None or case.is_restricted:
        return Verdict.no(_("该纠纷不在您的查看范围。"))
    return Verdict.yes(post)


def _who(actor: Actor, case: Case, move: Move, facts: Facts) -> Verdict:
    if actor.is_system:
        return Verdict.yes()
    if move.who == Who.SYSTEM:
        return Verdict.no(_("该步骤由系统到期自动办理。"))
    return _RULES[move.who](actor, case, facts)


def _leading_post(actor: Actor, case: Case) -> ActingPost | None:
    """A post that works on cases at or above the area that leads this one."""
    return next(
        (
            post
            for post in actor.posts
            if WORK in post.abilities and post.path and leads(post.path, case.path, case.level)
        ),
        None,
    )


def _by_name(actor: Actor) -> ActingPost | None:
    return actor.posts[0] if actor.posts else None


def _lead(actor: Actor, case: Case, facts: Facts) -> Verdict:
    if actor.person_id is not None and actor.person_id == facts.lead_id:
        return Verdict.yes(_by_name(actor))
    post = _leading_post(actor, case)
    if post is not None and not case.is_restricted:
        return Verdict.yes(post)
    return Verdict.no(
        _("该纠纷现由%(level)s主办，请由主办人或%(level)s办理。") % {"level": case.get_level_display()}
    )


def _joint(actor: Actor, case: Case, facts: Facts) -> Verdict:
    if actor.person_id is not None and actor.person_id in facts.handler_ids:
        return Verdict.yes(_by_name(actor))
    verdict = _lead(actor, case, facts)
    if verdict.ok:
        return verdict
    # The lower level stays beside the one that leads: who works at a place within which the dispute lies.
    post = actor.post_for(WORK, case.path)
    if post is not None and not case.is_restricted:
        return Verdict.yes(post)
    return verdict


def _registrar(actor: Actor, case: Case, facts: Facts) -> Verdict:
    if actor.person_id is not None and actor.person_id == case.registered_by_id:
        return Verdict.yes(_by_name(actor))
    return _lead(actor, case, facts)


def _centre(actor: Actor, case: Case, facts: Facts) -> Verdict:
    for post in actor.posts:
        if CENTRE in post.abilities and post.path and case.path.startswith(post.path):
            return Verdict.yes(post)
    return Verdict.no(_("该步骤由综治中心办理。"))


def above_it(actor: Actor, case: Case) -> Verdict:
    """Do they stand above the level that leads?"""
    seat = seat_of(case.path, case.level)
    for post in actor.posts:
        if WORK in post.abilities and post.path and seat.startswith(post.path) and post.path != seat:
            return Verdict.yes(post)
    return Verdict.no(_("该步骤由上级办理。"))


def at_the_centre(actor: Actor, case: Case) -> Verdict:
    """Do they run a centre at or above the place?"""
    return _centre(actor, case, Facts())


_RULES: Final[Mapping[Who, Callable[[Actor, Case, Facts], Verdict]]] = MappingProxyType(
    {
        Who.LEAD: _lead,
        Who.JOINT: _joint,
        Who.REGISTRAR: _registrar,
        Who.CENTRE: _centre,
    }
)


def _two_sides(case: Case, facts: Facts) -> str:
    return "" if len(facts.sides) >= 2 else _("至少要登记申请方和被申请方各一人。")


def _adults_represented(case: Case, facts: Facts) -> str:
    if not facts.minors_alone:
        return ""
    return _("未成年当事人须由法定代理人参加：%(names)s。") % {"names": "、".join(facts.minors_alone)}


def _mediator(case: Case, facts: Facts) -> str:
    return "" if case.mediator_id else _("请先指定调解员，或由当事人选定。")


def _notice_signed(case: Case, facts: Facts) -> str:
    if not facts.unsigned:
        return ""
    return _("权利义务告知书尚未签收：%(names)s。") % {"names": "、".join(facts.unsigned)}


def _nobody_refused(case: Case, facts: Facts) -> str:
    if not facts.refused:
        return ""
    return _("%(names)s明确拒绝调解，不得调解（人民调解法第十七条）。") % {"names": "、".join(facts.refused)}


def _sitting(case: Case, facts: Facts) -> str:
    return "" if facts.sittings else _("尚无调解记录。")


def _agreement(case: Case, facts: Facts) -> str:
    if not facts.has_agreement:
        return _("尚未登记调解协议。")
    if facts.is_defaulted:
        return _("原协议已认定未履行，请重新拟订协议。")
    if facts.lacks_effect:
        return _("协议尚未生效，还缺：%(what)s（人民调解法第二十九条）。") % {
            "what": "、".join(facts.lacks_effect)
        }
    return ""


def _performed(case: Case, facts: Facts) -> str:
    return _("协议还有 %(n)s 项未履行。") % {"n": facts.owed} if facts.owed else ""


def _dossier(case: Case, facts: Facts) -> str:
    if not facts.missing:
        return ""
    return _("卷宗还缺 %(n)s 项：%(what)s。") % {"n": len(facts.missing), "what": "、".join(facts.missing)}


def _never_returned(case: Case, facts: Facts) -> str:
    return _("该纠纷已退回过一次，不得再次退回。") if case.returns else ""


def _no_urgent_report(case: Case, facts: Facts) -> str:
    if facts.is_barred:
        return _("该纠纷涉嫌犯罪或侵害未成年人，不得调解，只能立即报告、移送。")
    return _("该纠纷的立即报告尚未发出，不能继续调解。") if facts.has_unanswered_report else ""


def _reported(case: Case, facts: Facts) -> str:
    return _("立即报告尚未发出，不能结案。") if facts.has_unanswered_report else ""


def _receipt(case: Case, facts: Facts) -> str:
    return "" if facts.has_receipt else _("接收单位尚未签收回执。")


def _below_top(case: Case, facts: Facts) -> str:
    return "" if level_above(case.level) else _("已是最高办理层级。")


def _above_bottom(case: Case, facts: Facts) -> str:
    return "" if level_below(case.level, case.path) else _("已是最低办理层级，不能再退交。")


_NEEDS: Final[Mapping[Need, Callable[[Case, Facts], str]]] = MappingProxyType(
    {
        Need.TWO_SIDES: _two_sides,
        Need.ADULTS_REPRESENTED: _adults_represented,
        Need.MEDIATOR: _mediator,
        Need.NOTICE_SIGNED: _notice_signed,
        Need.NOBODY_REFUSED: _nobody_refused,
        Need.SITTING: _sitting,
        Need.AGREEMENT: _agreement,
        Need.PERFORMED: _performed,
        Need.DOSSIER: _dossier,
        Need.NEVER_RETURNED: _never_returned,
        Need.NO_URGENT_REPORT: _no_urgent_report,
        Need.REPORTED: _reported,
        Need.RECEIPT: _receipt,
        Need.BELOW_TOP: _below_top,
        Need.ABOVE_BOTTOM: _above_bottom,
    }
)


def may_write(actor: Actor, case: Case, facts: Facts) -> Verdict:
    """May they put something into the file of an open case: whoever leads it or works on it beside them."""
    if not case.is_open:
        return Verdict.no(_("该纠纷已结案，须先重新启动。"))
    if actor.is_system:
        return Verdict.yes()
    is_new = case.state in (State.REGISTERED, State.RETURNED)
    if is_new and actor.person_id is not None and actor.person_id == case.registered_by_id:
        return Verdict.yes(
            _by_name(actor)
        )  # whoever reported it adds what they photographed until it is taken up
    return _joint(actor, case, facts)


def may_file(actor: Actor, case: Case, facts: Facts, kind: str) -> Verdict:
    """May they lay a paper into its place: whoever may write; into a closed dossier the record of a visit that came
    after it, and nothing else.

    Args:
        kind: the place, a `DossierKind`.
    """
    if not case.is_open and kind in places_open(case):
        return may_step(actor, case, Verb.FOLLOW_UP, facts)
    return may_write(actor, case, facts)


def may_draft(actor: Actor, case: Case, facts: Facts) -> Verdict:
    """May they write down what was agreed: while the mediation runs, and not over a written agreement that has its
    signatures and its seal, unless it was defaulted on."""
    if case.state != State.MEDIATING:
        return Verdict.no(_("调解中的纠纷才能拟订协议。"))
    if facts.is_written and not facts.lacks_effect and not facts.is_defaulted:
        return Verdict.no(
            _("书面协议的签名、盖章均已登记，不能重新拟订；登记有误的，先在协议页更正签名、盖章日期。")
        )
    return may_write(actor, case, facts)


def may_lead_level(actor: Actor, case: Case) -> bool:
    """Whether the actor's posts stand at or above the level that leads (for lists and desks)."""
    return _leading_post(actor, case) is not None


def may_view_figures(actor: Actor, path: str) -> Verdict:
    post = actor.post_for(FIGURES, path)
    return Verdict.yes(post) if post else Verdict.no(_("您没有查看本辖区数据的权限。"))


def may_print_ledger(actor: Actor, path: str) -> Verdict:
    """Ledgers carry names in full: on paper for whoever runs the centre there or above."""
    post = actor.post_for(CENTRE, path)
    return Verdict.yes(post) if post else Verdict.no(_("台账由综治中心印制。"))


def may_sign_statement(actor: Actor, path: str) -> Verdict:
    """Whoever runs the centre of exactly that area signs its monthly table."""
    post = next((post for post in actor.posts if CENTRE in post.abilities and post.path == path), None)
    return Verdict.yes(post) if post else Verdict.no(_("统计表由本级综治中心签发。"))


def may_return_statement(actor: Actor, above: str) -> Verdict:
    """Whoever runs a centre above opens a signed month again."""
    post = next(
        (
            post
            for post in actor.posts
            if CENTRE in post.abilities and post.path and above.startswith(post.path)
        ),
        None,
    )
    return Verdict.yes(post) if post else Verdict.no(_("已签发的统计表只能由上级退回。"))


def may_change_settings(actor: Actor) -> Verdict:
    """Terms, kinds, committees of the whole county."""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(SETTINGS, str(actor.tenant))
    return Verdict.yes(post) if post else Verdict.no(_("办理期限和调委会由县综治中心维护。"))
