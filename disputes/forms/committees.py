"""Committees, who sits on them, their rooms and the roster: what is typed becomes rows here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import finding
from accounts.models import Staff, Unit
from core.forms.fields import choice_field, day_field, line_field
from core.permissions.actor import Actor
from disputes.choices import CommitteeKind, Sex
from disputes.forms.fields import options_field
from disputes.models import CaseKind, Mediator
from disputes.policies import KEEP


class ChangeCommitteeForm(forms.Form):
    """What can be changed of a committee that stands."""

    name = line_field(_("名称"), longest=60)
    unit = options_field(_("设立单位"), "unit_options", _("行业调委会填主管部门，可留空。"), required=False)
    kind_codes = forms.MultipleChoiceField(
        label=_("受理类型"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("仅行业性专业性调委会填写。"),
    )
    is_mixed = forms.BooleanField(
        label=_("多民族居住地区"), required=False, help_text=_("应当有人数较少民族的成员。")
    )
    from_on = day_field(_("设立日"), _("不晚于今天，也不晚于首名成员的任职日。"))
    field_order: tuple[str, ...] = ("name", "from_on", "unit", "kind_codes", "is_mixed")

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        field: Any = self.fields["kind_codes"]
        kinds = CaseKind.objects.filter(is_active=True).order_by("position", "code")
        field.choices = list(kinds.values_list("code", "label"))

    def clean_unit(self) -> Unit | None:
        words = self.cleaned_data["unit"]
        if not words:
            return None
        try:
            return finding.find_unit(words, self.actor.paths_for(KEEP))
        except finding.NotFound as error:
            raise ValidationError(str(error)) from error


class OpenCommitteeForm(ChangeCommitteeForm):
    area = options_field(_("所在区域"), "case_areas", _("填村、乡镇或县的名称、编码。"))
    kind = choice_field(_("类别"), CommitteeKind.choices)
    abbreviation = line_field(
        _("文号简称"), _("用于案号“（2026）康镇人调字第1号”中的“康镇人”；每个简称只用一次。"), longest=12
    )
    from_on = day_field(_("设立日"), _("不晚于今天。"))
    field_order = ("name", "abbreviation", "kind", "area", "from_on", "unit", "kind_codes", "is_mixed")

    def clean_area(self) -> str:
        try:
            return str(finding.find_area(self.cleaned_data["area"], self.actor.paths_for(KEEP)).path)
        except finding.NotFound as error:
            raise ValidationError(str(error)) from error


class CloseForm(forms.Form):
    on = day_field(_("日期"))
    reason = line_field(_("原因"), longest=200)


class MediatorForm(forms.Form):
    """What somebody is on a committee."""

    from_on = day_field(_("任职日"), _("不晚于今天。"))
    sex = choice_field(_("性别"), [(Sex.FEMALE, _("女")), (Sex.MALE, _("男")), (Sex.UNKNOWN, _("未登记"))])
    is_member = forms.BooleanField(
        label=_("委员"), required=False, initial=True, help_text=_("聘任的调解员不是委员的，不勾选。")
    )
    is_head = forms.BooleanField(label=_("主任"), required=False)
    is_full_time = forms.BooleanField(label=_("专职"), required=False)
    is_minority = forms.BooleanField(label=_("人数较少民族"), required=False)


class JoinForm(MediatorForm):
    mediator = options_field(
        _("工作人员"), "case_mediators", _("姓名或账号；没有账号的人填下一栏。"), required=False
    )
    name = line_field(_("姓名"), _("没有账号的调解员只填姓名。"), longest=40, required=False)
    field_order = (
        "mediator",
        "name",
        "sex",
        "from_on",
        "is_member",
        "is_head",
        "is_full_time",
        "is_minority",
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor

    def clean_mediator(self) -> Staff | None:
        words = self.cleaned_data["mediator"]
        if not words:
            return None
        try:
            return finding.find_staff(words, self.actor)
        except finding.NotFound as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "mediator" in cleaned and bool(cleaned["mediator"]) == bool(cleaned.get("name")):
            self.add_error("name", _("工作人员和姓名填且只填一项。"))
        return cleaned


class RoomForm(forms.Form):
    name = line_field(_("调解室"), _("品牌调解室可用调解员的名字，如“老马调解室”。"), longest=40)
    place = line_field(_("地点"), longest=100, required=False)
    is_mobile = forms.BooleanField(label=_("流动调解室"), required=False)


class ChangeRoomForm(RoomForm):
    is_active = forms.BooleanField(
        label=_("在用"), required=False, help_text=_("停用后，今天起的值班一并取消。")
    )


class ShiftForm(forms.Form):
    """Who is on duty at a room on a day; nobody clears the day."""

    mediators = forms.ModelMultipleChoiceField(
        label=_("值班人"),
        queryset=Mediator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选表示当日无人值班。"),
    )

    def __init__(self, *args: Any, people: Sequence[Mediator], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["mediators"]
        field.queryset = Mediator.objects.filter(pk__in=[one.pk for one in people]).order_by("name")
        field.label_from_instance = lambda one: f"{one.name}（{_('专职')}）" if one.is_full_time else one.name
