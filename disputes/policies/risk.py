"""Who may sweep for risks, grade a dispute, confirm, contest and end its grade. Graded is the dispute, never a person."""

from django.utils.translation import gettext as _

from core.paths.ranges import depth_of
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Verdict
from disputes.choices import Level, SweepLevel
from disputes.models import Case, RiskGrade, RiskSweep
from disputes.policies.steps import CENTRE, WORK
from disputes.rules.levels import seat_of
from disputes.rules.risks import next_level
from disputes.seed import judgements_in

GRADE, RISK = "disputes.grade", "disputes.risk"
_SEATS = {SweepLevel.VILLAGE: Level.VILLAGE, SweepLevel.TOWNSHIP: Level.TOWNSHIP}


def may_open_sweep(actor: Actor, path: str) -> Verdict:
    """The centre of exactly that county or township."""
    post = next((post for post in actor.posts if CENTRE in post.abilities and post.path == path), None)
    if post is None or depth_of(path) > 2:
        return Verdict.no(_("风险排查由县或乡镇综治中心发起。"))
    return Verdict.yes(post)


def may_close_sweep(actor: Actor, sweep: RiskSweep) -> Verdict:
    """The centre that opened it, or one above."""
    if sweep.closed_at is not None:
        return Verdict.no(_("本次排查已完成。"))
    post = _above(actor, CENTRE, sweep.path)
    return Verdict.yes(post) if post else Verdict.no(_("由发起排查的综治中心办理。"))


def may_grade(actor: Actor, case: Case, sweep: RiskSweep | None, *, is_handler: bool = False) -> Verdict:
    """Who works at the place, or on the dispute by name. A restricted one is graded by those who handle it."""
    if not case.is_open:
        return Verdict.no(_("该纠纷已结案，不再评定风险。"))
    if sweep is None:
        return Verdict.no(_("本辖区尚未发起风险排查。"))
    post = actor.post_for(GRADE, case.path)
    if is_handler and post is None:
        post = next((one for one in actor.posts if GRADE in one.abilities), None)
    if post is None or (case.is_restricted and not is_handler):
        return Verdict.no(_("风险由在当地工作的人员评定。"))
    return Verdict.yes(post)


def may_confirm_risk(actor: Actor, grade: RiskGrade) -> Verdict:
    """Other eyes at the next level: neither who graded nor who confirmed before."""
    if (ended := _ended(grade)) is not None:
        return ended
    level = next_level(grade.level, grade.path)
    if level is None:
        return Verdict.no(_("已由乡镇确认。"))
    if grade.is_contested:
        return Verdict.no(_("当事人的异议尚未答复。"))
    if judgements_in(grade.reason):
        return Verdict.no(_("评定理由写了对人的评价，或以投诉、信访为由，请评定人重新评定。"))
    if actor.person_id is not None and actor.person_id in (grade.graded_by_id, grade.village_by_id):
        return Verdict.no(_("评定、村级确认、乡镇确认须由不同的人办理。"))
    post = _above(actor, WORK, seat_of(grade.path, _SEATS[level]))
    if post is None:
        return Verdict.no(_("由%(level)s确认。") % {"level": level.label})
    return Verdict.yes(post)


def may_speak_for_concerned(actor: Actor, grade: RiskGrade) -> Verdict:
    """Note that those concerned were told, or what they object: whoever works at the place."""
    if (ended := _ended(grade)) is not None:
        return ended
    post = actor.post_for(GRADE, grade.path)
    return Verdict.yes(post) if post else Verdict.no(_("由在当地工作的人员办理。"))


def may_contest(actor: Actor, grade: RiskGrade) -> Verdict:
    """Enter an objection of somebody concerned."""
    if grade.is_contested:
        return Verdict.no(_("已有异议待答复。"))
    return may_speak_for_concerned(actor, grade)


def may_answer_contest(actor: Actor, grade: RiskGrade) -> Verdict:
    """A centre at or above the place, never who graded."""
    if (ended := _ended(grade)) is not None:
        return ended
    if not grade.is_contested:
        return Verdict.no(_("没有待答复的异议。"))
    if actor.person_id == grade.graded_by_id:
        return Verdict.no(_("评定人不能答复对本人评定的异议。"))
    post = actor.post_for(CENTRE, grade.path)
    return Verdict.yes(post) if post else Verdict.no(_("异议由综治中心答复。"))


def may_end_grade(actor: Actor, grade: RiskGrade) -> Verdict:
    """The level that confirmed it, or one above; before any confirmation also who graded."""
    if (ended := _ended(grade)) is not None:
        return ended
    if grade.level == SweepLevel.GROUP and actor.person_id == grade.graded_by_id:
        return Verdict.yes(actor.post_for(GRADE, grade.path))
    level = Level.TOWNSHIP if grade.level == SweepLevel.TOWNSHIP else Level.VILLAGE
    post = _above(actor, WORK, seat_of(grade.path, level))
    if post is None:
        return Verdict.no(_("由确认该等级的%(level)s解除。") % {"level": level.label})
    return Verdict.yes(post)


def may_read_plan(actor: Actor, grade: RiskGrade, *, is_handler: bool = False) -> bool:
    """A safety plan says where somebody is safe: read by those who work at the place, who help and who handle it."""
    if is_handler or actor.person_id in (grade.helper_id, grade.graded_by_id):
        return actor.person_id is not None
    return not grade.case.is_restricted and actor.post_for(GRADE, grade.path) is not None


def may_report_zero(actor: Actor, sweep: RiskSweep, path: str) -> Verdict:
    """The village itself says that nothing is left to grade."""
    if sweep.closed_at is not None:
        return Verdict.no(_("本次排查已完成。"))
    post = next((post for post in actor.posts if WORK in post.abilities and post.path == path), None)
    return Verdict.yes(post) if post else Verdict.no(_("零报告由本村报送。"))


def _above(actor: Actor, ability: str, seat: str) -> ActingPost | None:
    """The nearest post with the ability that stands at or above an area."""
    fitting = [post for post in actor.posts if ability in post.abilities and post.reaches(seat)]
    return max(fitting, key=lambda post: len(post.path or ""), default=None)


def _ended(grade: RiskGrade) -> Verdict | None:
    return None if grade.ended_at is None else Verdict.no(_("该等级已结束。"))
