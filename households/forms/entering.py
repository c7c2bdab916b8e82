"""Entering a door: where it stands, and who lives or trades behind it. Only what a purpose needs is asked."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import finding
from accounts.forms.posts import typed
from core.forms.fields import day_field
from core.permissions.actor import Actor
from core.rules.identity import read_id_number
from households.choices import DoorKind, Relation, Sex
from households.entering import DoorEntry, MemberEntry
from households.forms.parts import ID_NUMBER, line, phone
from households.policies import REGISTER

MOST_PEOPLE: Final = 30
OLDEST: Final = 130
_UNKNOWN_FIRST = [
    (Sex.UNKNOWN.value, Sex.UNKNOWN.label),
    *((s.value, s.label) for s in (Sex.MALE, Sex.FEMALE, Sex.UNSTATED)),
]


class DoorForm(forms.Form):
    """What both kinds of door have."""

    area = typed(_("所属网格"), "door_areas", _("填网格的名称或编码。"))
    address = line(_("地址"), 120, required=True)
    number = line(_("户编号"), 24, _("县里自编的户号，没有就留空。"))
    walk_order = forms.IntegerField(
        label=_("走访次序"), min_value=0, max_value=1_000_000, required=False,
        help_text=_("沿街先后，小的在前。"), widget=forms.NumberInput(attrs={"class": "form-short"}),
    )  # fmt: skip
    phone = phone(_("联系电话"))
    on = day_field(_("登记日"))
    note = line(_("备注"), 300)
    key = forms.UUIDField(widget=forms.HiddenInput)
    not_same = forms.BooleanField(widget=forms.HiddenInput, required=False)

    kind: str = DoorKind.HOUSEHOLD

    def __init__(self, *args: Any, actor: Actor, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.today = actor, today

    def clean_area(self) -> str:
        try:
            area = finding.find_area(self.cleaned_data["area"], self.actor.paths_for(REGISTER))
        except finding.NotFound as error:
            raise ValidationError(str(error)) from error
        return str(area.path)

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_("登记日不能晚于今天。"))
        return on

    def entry(self, name: str, **more: Any) -> DoorEntry:
        """The door as the verb takes it."""
        given = self.cleaned_data
        return DoorEntry(
            kind=self.kind,
            path=given["area"],
            address=given["address"],
            name=name,
            number=given["number"],
            walk_order=given["walk_order"] or 0,
            phone=given["phone"],
            note=given["note"],
            **more,
        )


class EntityForm(DoorForm):
    """A market entity."""

    name = line(_("名称"), 60, required=True)
    credit_code = line(_("统一社会信用代码"), 18, _("18位，校验位不符也可登记，标为“待核实”。"))
    operator = line(_("经营者"), 40)

    kind = DoorKind.ENTITY
    field_order = ("area", "name", "credit_code", "operator", "phone", "address")


class MemberForm(forms.Form):
    """Somebody of a household."""

    name = line(_("姓名"), 40, required=True)
    relation = forms.ChoiceField(label=_("与户主关系"), choices=Relation.choices)
    id_number = line(_("身份证号"), 30, **ID_NUMBER)
    sex = forms.ChoiceField(label=_("性别"), choices=_UNKNOWN_FIRST)
    born_on = day_field(_("出生日期"), _("只知年月的，填该月1日。"), required=False)
    phone = phone()
    is_away = forms.BooleanField(label=_("外出"), required=False)
    returns_on = day_field(_("预计返回"), required=False)

    def __init__(self, *args: Any, today: dt.date, index: int | None = None, **kwargs: Any) -> None:
        first = {"relation": Relation.HEAD if index == 0 else Relation.OTHER_KIN, "sex": Sex.UNKNOWN}
        kwargs["initial"] = {**first, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_born_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["born_on"]
        if day is not None and (day > self.today or day.year < self.today.year - OLDEST):
            raise ValidationError(_("出生日期不对，请核对。"))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("returns_on") and not given.get("is_away"):
            self.add_error("returns_on", _("没有标为外出，不填预计返回。"))
        number = read_id_number(given["id_number"]) if given.get("id_number") else None
        if number is None:
            return given
        given["id_number"] = number.text
        if number.is_sound and given.get("born_on") and given["born_on"] != number.born_on:
            self.add_error("born_on", _("与身份证号中的出生日期不一致。"))
        return given

    def entry(self) -> MemberEntry:
        names = ("name", "relation", "sex", "born_on", "id_number", "phone", "is_away", "returns_on")
        return MemberEntry(**{name: self.cleaned_data[name] for name in names})


class BasePeople(forms.BaseFormSet[MemberForm]):
    """Everybody of a household. Rows left as they came are nobody."""

    row_name = _("第 %(number)s 名家庭成员")

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "index": index}

    def entries(self) -> list[MemberEntry]:
        return [form.entry() for form in self.forms if form.has_changed() and form.is_valid()]

    def clean(self) -> None:
        if any(self.errors):
            return
        entries = self.entries()
        heads = [one for one in entries if one.relation == Relation.HEAD]
        if len(heads) != 1:
            raise ValidationError(_("每户须有且只有一位户主。"))
        numbers = [one.id_number for one in entries if one.id_number]
        if len(set(numbers)) < len(numbers):
            raise ValidationError(_("同一个身份证号填了两次。"))


People = forms.formset_factory(
    MemberForm,
    formset=BasePeople,
    extra=1,
    min_num=1,
    max_num=MOST_PEOPLE,
    absolute_max=MOST_PEOPLE,
)
