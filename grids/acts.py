"""The acts as the page offers them: in this order, each with its form and the verdict that draws its button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from grids import forms, policies
from grids.models import Area


@dataclass(frozen=True, slots=True)
class Act:
    """One act: the word on its button, its form, who may."""

    label: Any
    form: type[forms.ActForm]
    policy: Callable[[Actor, Area], Verdict]


ACTS: dict[str, Act] = {
    "describe": Act(_("修改资料"), forms.DescribeForm, policies.may_change),
    "boundary": Act(_("调整边界"), forms.BoundaryForm, policies.may_change),
    "open": Act(_("新设下级"), forms.OpenForm, policies.may_open_below),
    "rename": Act(_("更名"), forms.RenameForm, policies.may_change),
    "recode": Act(_("变更编码"), forms.RecodeForm, policies.may_change),
    "move": Act(_("划转"), forms.MoveForm, policies.may_move),
    "split": Act(_("拆分"), forms.SplitForm, policies.may_split),
    "merge": Act(_("合并"), forms.MergeForm, policies.may_merge),
    "retire": Act(_("停用"), forms.RetireForm, policies.may_retire),
}
