"""Forms about posts and people. A person or place that is typed becomes a row here."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts import finding
from accounts.choices import OFFICERS, ProposalKind, Role, UnitKind
from accounts.models import Post, Staff, Unit
from accounts.models.user import USERNAME
from accounts.rules import BY_UNIT
from core.permissions.actor import Actor

PHONE = r"\A[0-9+ -]{7,20}\Z"
BUSINESS_ROLES = [(role.value, role.label) for role in Role if role not in OFFICERS]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "form-short"})


def day_field(label: Any, help_text: Any = "", **kwargs: Any) -> forms.DateField:
    errors = {"required": _("请填写日期。"), "invalid": _("日期格式应为 2026-11-22。")}
    return forms.DateField(
        label=label, help_text=help_text, widget=DayInput(), error_messages=errors, **kwargs
    )


def typed(label: Any, options: str, help_text: Any = "", **kwargs: Any) -> forms.CharField:
    """A text with suggestions from the server; works without them."""
    attrs = {
        "autocomplete": "off",
        "list": options,
        "hx-get": reverse_lazy(options),
        "hx-trigger": "input changed delay:250ms",
        "hx-target": f"#{options}",
    }
    errors = {"required": _("请填写此项。")}
    return TypedField(
        label=label,
        max_length=120,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
        error_messages=errors,
        suggests=options,
        **kwargs,
    )


class TypedField(forms.CharField):
    """`suggests` names the list of suggestions that the page keeps beside the field."""

    def __init__(self, *args: Any, suggests: str, **kwargs: Any) -> None:
        self.suggests = suggests
        super().__init__(*args, **kwargs)


class ActorForm(forms.Form):
    """A form that knows who fills it in."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def found_staff(self, words: str) -> Staff:
        try:
            return finding.find_staff(words, self.actor)
        except finding.NotFound as error:
            raise ValidationError(str(error)) from error

    def found_unit(self, words: str, ability: str) -> Unit:
        try:
            return finding.find_unit(words, self.actor.paths_for(ability))
        except finding.NotFound as error:
            raise ValidationError(str(error)) from error

    def found_path(self, words: str, ability: str) -> str:
        try:
            return str(finding.find_area(words, self.actor.paths_for(ability)).path)
        except finding.NotFound as error:
            raise ValidationError(str(error)) from error


class AppointForm(ActorForm):
    staff = typed(_("人员"), "staff_options", _("姓名或账号"))
    role = forms.ChoiceField(label=_("岗位"), choices=BUSINESS_ROLES)
    place = typed(
        _("区域或单位"),
        "place_options",
        _("网格、村、乡镇填名称（如“康保镇 东关村 第一网格”）或编码；部门承办人、包联干部填单位名称"),
    )
    from_on = day_field(_("任职日"), _("可以填将来的日期，到日自动生效。"))
    seat_number = forms.IntegerField(
        label=_("席位"), required=False, min_value=1, max_value=500, help_text=_("留空由系统安排空缺的席位。"),
        widget=forms.NumberInput(attrs={"class": "form-short"}),
    )  # fmt: skip
    reason = forms.CharField(label=_("依据"), required=False, max_length=200)

    def clean_staff(self) -> Staff:
        return self.found_staff(self.cleaned_data["staff"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"role", "place"} <= cleaned.keys():
            try:
                if cleaned["role"] in BY_UNIT:
                    cleaned["unit"] = self.found_unit(cleaned["place"], "accounts.appoint")
                else:
                    cleaned["path"] = self.found_path(cleaned["place"], "accounts.appoint")
            except ValidationError as error:
                self.add_error("place", error)
        return cleaned


class RelieveForm(forms.Form):
    to_on = day_field(_("免职日"), _("自这一天起不再任职；可以填将来的日期。"))
    reason = forms.CharField(label=_("依据"), required=False, max_length=200)


class HandOverForm(ActorForm):
    posts = forms.ModelMultipleChoiceField(
        label=_("交接的岗位"),
        queryset=Post.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择要交接的岗位。")},
    )
    successor = typed(_("接任人"), "staff_options", _("姓名或账号"))
    on = day_field(_("交接日"), _("自这一天起由接任人履职。"))
    reason = forms.CharField(label=_("依据"), required=False, max_length=200)

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["posts"]
        field.queryset = Post.objects.filter(pk__in=[post.pk for post in posts]).select_related(
            "staff", "unit"
        )
        places = {post.pk: f"{post.get_role_display()} · {getattr(post, 'place', '')}" for post in posts}
        field.label_from_instance = lambda post: places.get(post.pk, str(post))
        field.initial = [post.pk for post in posts]

    def clean_successor(self) -> Staff:
        return self.found_staff(self.cleaned_data["successor"])


class DeputyForm(ActorForm):
    staff = typed(_("代理人"), "staff_options", _("姓名或账号"))
    from_on = day_field(_("起始日"))
    to_on = day_field(_("截止日"), _("自这一天起不再代理；留空则到另行结束为止。"), required=False)
    reason = forms.CharField(
        label=_("原因"), max_length=100, error_messages={"required": _("请填写原因，如外出学习、休假。")}
    )

    def clean_staff(self) -> Staff:
        return self.found_staff(self.cleaned_data["staff"])


class StaffForm(ActorForm):
    name = forms.CharField(label=_("姓名"), max_length=40, error_messages={"required": _("请填写姓名。")})
    username = forms.CharField(
        label=_("账号"),
        required=False,
        max_length=40,
        help_text=_("留空则按姓名拼音生成。"),
        validators=[USERNAME],
    )
    unit = typed(_("单位"), "unit_options", _("单位名称或简称"))
    is_head = forms.BooleanField(label=_("单位负责人（可为本单位人员打印凭单）"), required=False)
    duty_phone = forms.RegexField(
        PHONE, label=_("值班电话"), required=False, help_text=_("印在公示牌和联系卡上。"),
        error_messages={"invalid": _("请填写7至20位的电话号码。")},
    )  # fmt: skip
    personal_phone = forms.RegexField(
        PHONE, label=_("本人电话"), required=False, help_text=_("加密保存，不公示。"),
        error_messages={"invalid": _("请填写7至20位的电话号码。")},
        widget=forms.TextInput(attrs={"data-no-draft": True, "autocomplete": "off"}),
    )  # fmt: skip
    from_on = day_field(_("到岗日"))

    def clean_unit(self) -> Unit:
        return self.found_unit(self.cleaned_data["unit"], "accounts.add_staff")


class ChangeStaffForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=40)
    duty_phone = forms.RegexField(
        PHONE, label=_("值班电话"), required=False, error_messages={"invalid": _("请填写7至20位的电话号码。")}
    )
    personal_phone = forms.RegexField(
        PHONE, label=_("本人电话"), required=False, help_text=_("留空表示不修改。"),
        error_messages={"invalid": _("请填写7至20位的电话号码。")},
        widget=forms.TextInput(attrs={"data-no-draft": True, "autocomplete": "off"}),
    )  # fmt: skip


class LookForm(forms.Form):
    reason = forms.CharField(
        label=_("查看理由"),
        max_length=100,
        help_text=_("将与您的姓名一同记录。"),
        error_messages={"required": _("请填写查看理由。")},
    )


class JoinUnitForm(ActorForm):
    unit = typed(_("调入单位"), "unit_options")
    from_on = day_field(_("调入日"), _("原单位到这一天为止。"))
    is_head = forms.BooleanField(label=_("单位负责人"), required=False)

    def clean_unit(self) -> Unit:
        return self.found_unit(self.cleaned_data["unit"], "accounts.add_staff")


class UnitForm(ActorForm):
    name = forms.CharField(label=_("名称"), max_length=80)
    abbreviation = forms.CharField(
        label=_("简称"), max_length=20, help_text=_("用于文书编号，本县不得重复，撤销后也不再使用。")
    )
    kind = forms.ChoiceField(label=_("类型"), choices=UnitKind.choices)
    place = typed(_("所在区域"), "area_options", _("乡镇、村填名称或编码；县直部门填县名"))
    valid_from = day_field(_("设立日"))

    def clean_place(self) -> str:
        return self.found_path(self.cleaned_data["place"], "accounts.units")


class ChangeUnitForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    abbreviation = forms.CharField(label=_("简称"), max_length=20)
    kind = forms.ChoiceField(label=_("类型"), choices=UnitKind.choices)


class CloseForm(forms.Form):
    on = day_field(_("日期"))
    reason = forms.CharField(label=_("理由"), max_length=200, error_messages={"required": _("请填写理由。")})


class ProposalForm(ActorForm):
    kind = forms.ChoiceField(label=_("事项"), choices=ProposalKind.choices, widget=forms.RadioSelect)
    staff = typed(_("人员"), "staff_options", _("姓名或账号"))
    role = forms.ChoiceField(label=_("岗位"), choices=[(role, Role(role).label) for role in OFFICERS])
    on = day_field(_("生效日"), _("复核晚于此日的，自复核之日起生效。"))
    reason = forms.CharField(label=_("理由"), max_length=200, error_messages={"required": _("请填写理由。")})

    def clean_staff(self) -> Staff:
        return self.found_staff(self.cleaned_data["staff"])
