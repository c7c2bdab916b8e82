from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from core.tabular.choices import JobState
from core.tabular.models import ImportJob
from core.tabular.registry import ImportKind

UNMASKED = "tabular.export_unmasked"


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


def may_export_in_full(actor: Actor, reason: str) -> Verdict:
    """Sheets out are masked; in full only under an ability of its own, with a reason (PIPL, REFERENCE §7.4)."""
    post = actor.post_for(UNMASKED)
    if post is None:
        return Verdict.no(_("没有导出明文的权限"))
    return Verdict.yes(post) if reason.strip() else Verdict.no(_("请写明导出明文的原因"))
