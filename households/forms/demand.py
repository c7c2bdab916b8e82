"""Who answers a demand, and what they answer; the result of a call."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import finding
from accounts.models import Membership, Staff, Unit
from accounts.selectors import on_day
from core.permissions.actor import Actor
from core.workcalendar.rules import day_of
from households.choices import Answer
from households.forms.visit import TOO_LONG, longest
from households.models import CallBack, Demand


class AssignForm(forms.Form):
    """Department and person, each typed as its name."""

    unit = forms.CharField(
        label=_("归口部门"), max_length=80, required=False, widget=forms.TextInput(attrs={"list": "units"})
    )
    staff = forms.CharField(
        label=_("责任人"),
        max_length=60,
        required=False,
        help_text=_("可以只定部门，由部门再定人。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, actor: Actor, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.at = actor, at

    def clean_unit(self) -> Unit | None:
        words = self.cleaned_data["unit"]
        if not words.strip():
            return None
        try:
            return finding.find_unit(words, [str(self.actor.tenant)])
        except finding.NotFound as error:
            raise forms.ValidationError(str(error)) from error

    def clean_staff(self) -> Staff | None:
        words, unit = self.cleaned_data["staff"].strip(), self.cleaned_data.get("unit")
        if not words:
            return None
        if unit is not None:
            here = Membership.objects.filter(on_day(day_of(self.at)), unit=unit).values("staff_id")
            found = list(Staff.objects.filter(pk__in=here, name=words, left_on=None)[:2])
            if len(found) == 1:
                return found[0]
        try:
            return finding.find_staff(words, self.actor)
        except finding.NotFound as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("unit") and not given.get("staff"):
            self.add_error("unit", _("请填写归口部门或责任人。"))
        return given

    @property
    def chosen(self) -> dict[str, Any]:
        """As the verb takes them."""
        unit, staff = self.cleaned_data["unit"], self.cleaned_data["staff"]
        return {"unit_id": unit.pk if unit else None, "staff_id": staff.pk if staff else None}


class AnswerForm(forms.Form):
    """What was done and how it came out."""

    answer = forms.CharField(
        label=_("答复内容"),
        max_length=longest(Demand, "answer"),
        help_text=_("写明怎么办的、结果如何，走访人据此回告群众。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明怎么办的、结果如何。"), "max_length": TOO_LONG},
    )


class WithdrawForm(forms.Form):
    """Why it is no longer asked for."""

    reason = forms.CharField(
        label=_("撤回原因"),
        max_length=300,
        error_messages={"required": _("请写明为什么撤回。"), "max_length": TOO_LONG},
    )


class CallForm(forms.Form):
    """What the household said."""

    result = forms.ChoiceField(
        label=_("核实结果"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择核实结果。")},
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=longest(CallBack, "note"),
        required=False,
        help_text=_("不属实的，写明群众怎么说。"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": TOO_LONG},
    )
