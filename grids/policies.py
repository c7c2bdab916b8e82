"""May they? Pure verdicts: each guards its act, dims its button and says why."""

from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from grids.choices import ChangeState, Level
from grids.models import Area, OwnKind, PlannedChange

CHANGE, NAME = "grids.change", "grids.name"


def may_change(actor: Actor, area: Area) -> Verdict:
    """Whether the actor's posts allow changes of the tree at `area`."""
    if not area.is_in_force:
        return Verdict.no(_("该区域已停用"))
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(CHANGE, area.path)
    return Verdict.yes(post) if post else Verdict.no(_("您的岗位不能调整该区域"))


def may_open_below(actor: Actor, area: Area) -> Verdict:
    """Whether a child may be opened."""
    if area.level >= Level.SUB_MICRO_GRID:
        return Verdict.no(_("已是最低一级，不能再设下级"))
    return may_change(actor, area)


def _below_the_county(actor: Actor, area: Area) -> Verdict:
    refusal = _("县本身不能拆分、合并或停用")
    return Verdict.no(refusal) if area.level == Level.COUNTY else may_change(actor, area)


def may_move(actor: Actor, area: Area) -> Verdict:
    """Whether the area may get another parent. There is one county, so a township has no other."""
    if area.level <= Level.TOWNSHIP:
        return Verdict.no(_("县和乡镇没有可以划入的其他上级"))
    return may_change(actor, area)


def may_split(actor: Actor, area: Area) -> Verdict:
    return _below_the_county(actor, area)


def may_merge(actor: Actor, area: Area) -> Verdict:
    return _below_the_county(actor, area)


def may_retire(actor: Actor, area: Area) -> Verdict:
    return _below_the_county(actor, area)


def may_undo(actor: Actor, change: PlannedChange) -> Verdict:
    """Whether a planned change may still be taken back. `change.area` is loaded."""
    if change.state != ChangeState.PLANNED:
        return Verdict.no(_("只有待生效的变更可以撤销"))
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(CHANGE, change.area.path)
    return Verdict.yes(post) if post else Verdict.no(_("您的岗位不能调整该区域"))


def may_import_divisions(actor: Actor) -> Verdict:
    """Whether the whole county's list may be brought in."""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(CHANGE, str(actor.tenant))
    return Verdict.yes(post) if post else Verdict.no(_("只有县级岗位可以导入区划"))


def may_change_somewhere(actor: Actor) -> Verdict:
    """Whether a file of many areas may be brought in; it reaches only areas that the actor may change."""
    post = actor.post_for(CHANGE)
    return Verdict.yes(post) if post else Verdict.no(_("您的岗位不能调整区域"))


def may_print_boards(actor: Actor, area: Area) -> Verdict:
    """Whether notice boards of the area and below may be printed."""
    if not area.is_in_force:
        return Verdict.no(_("该区域已停用"))
    post = actor.post_for("grids.view", area.path)
    return Verdict.yes(post) if post else Verdict.no(_("不在您的岗位范围内"))


def may_name(actor: Actor) -> Verdict:
    """Whether the county's own words for levels and kinds may be changed; they hold for the whole county."""
    post = actor.post_for(NAME, str(actor.tenant))
    return Verdict.yes(post) if post else Verdict.no(_("由县综治中心或系统管理员维护"))


def may_retire_kind(actor: Actor, kind: OwnKind) -> Verdict:
    return Verdict.no(_("该类型已停用")) if kind.retired_on else may_name(actor)


def may_restore_kind(actor: Actor, kind: OwnKind) -> Verdict:
    return may_name(actor) if kind.retired_on else Verdict.no(_("该类型未停用"))
