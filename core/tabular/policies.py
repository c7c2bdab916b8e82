from datetime import datetime

from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from core.tabular.choices import JobState, RequestState
from core.tabular.exporting import ExportKind
from core.tabular.models import ExportRequest, ImportJob
from core.tabular.registry import ImportKind

APPROVE = "tabular.approve_export"


def may_import(actor: Actor, kind: ImportKind) -> Verdict:
    post = actor.post_for(kind.ability)
    return Verdict.yes(post) if post else Verdict.no(_("没有导入%(title)s的权限") % {"title": kind.title})


def may_confirm(actor: Actor, kind: ImportKind, job: ImportJob) -> Verdict:
    verdict = may_import(actor, kind)
    if not verdict.ok:
        return verdict
    if job.state != JobState.CHECKED:
        return Verdict.no(_("当前状态：%(state)s") % {"state": job.get_state_display()})
    if job.error_count:
        return Verdict.no(_("有 %(n)s 处错误，改正后重新上传") % {"n": job.error_count})
    if not job.total_rows:
        return Verdict.no(_("没有可导入的行"))
    return verdict


def may_export(actor: Actor, kind: ExportKind) -> Verdict:
    if not kind.is_open_to(actor):
        return Verdict.no(_("没有导出%(title)s的权限") % {"title": kind.sheet.title})
    return Verdict.yes(actor.post_for(kind.ability) or (actor.posts[0] if actor.posts else None))


def may_ask_for_full(actor: Actor, kind: ExportKind) -> Verdict:
    """Whoever may take the masked sheet may ask for the full one, where anything in it is masked."""
    verdict = may_export(actor, kind)
    if verdict.ok and not kind.masked:
        return Verdict.no(_("该表没有脱敏内容，直接导出即可。"))
    return verdict


def may_settle_export(actor: Actor, request: ExportRequest) -> Verdict:
    """Somebody else than who asked, whose post approves and reaches the whole of what was asked for (PIPL art. 51)."""
    if request.settled_at is not None:
        return Verdict.no(_("该申请已审批。"))
    if actor.user_id == request.asked_by_id:
        return Verdict.no(_("不能审批自己的申请，须由另一人审批。"))
    post = actor.post_for(APPROVE, request.path)
    return Verdict.yes(post) if post else Verdict.no(_("由该范围的县委政法委领导或政法委员审批。"))


def may_take_export(actor: Actor, request: ExportRequest, kind: ExportKind, *, at: datetime) -> Verdict:
    """Who asked, once, before it expires, and only while they still reach no more than what was approved."""
    if actor.user_id != request.asked_by_id:
        return Verdict.no(_("只有申请人可以下载。"))
    state = request.state(at)
    if state != RequestState.APPROVED:
        return Verdict.no(
            {
                RequestState.WAITING: _("申请尚未批准。"),
                RequestState.TURNED_DOWN: _("申请已退回。"),
                RequestState.TAKEN: _("该表已下载过一次；需要再次下载，请重新申请。"),
                RequestState.EXPIRED: _("下载期限已过，请重新申请。"),
            }[state]
        )
    if not kind.place_of(actor).startswith(request.path):
        return Verdict.no(_("您的管辖范围与批准时不同，请重新申请。"))
    return may_export(actor, kind)
