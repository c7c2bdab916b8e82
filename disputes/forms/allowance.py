"""以案定补: what is typed, checked before the verb."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.fields import choice_field, day_field, line_field
from disputes.choices import Grade


class DeclareForm(forms.Form):
    """A quarter that is over, of one's own centre."""

    place = choice_field(_("申报单位"))
    quarter = choice_field(_("季度"))

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], quarters: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name, choices in (("place", places), ("quarter", quarters)):
            field: Any = self.fields[name]
            field.choices = choices

    @property
    def asked(self) -> dict[str, Any]:
        """What the verb is given."""
        year, _dash, quarter = self.cleaned_data["quarter"].partition("-")
        return {"path": self.cleaned_data["place"], "year": int(year), "quarter": int(quarter)}


class PublishForm(forms.Form):
    from_on = day_field(_("公示起始日"))
    to_on = day_field(_("公示截止日"), _("在公开栏公示到这一天为止；期满次日方可发放。"))


class PayForm(forms.Form):
    paid_on = day_field(_("发放日"))


class RefuseForm(forms.Form):
    reason = line_field(_("不予补贴的原因"), longest=200)


class RateForm(forms.Form):
    """A rate from a day on."""

    grade = choice_field(_("难易程度"), Grade.choices)
    amount = forms.DecimalField(
        label=_("补贴（元）"), min_value=0, max_value=99999, decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "form-short", "step": "0.01"}),
        error_messages={"required": _("请填写补贴金额。"), "invalid": _("请填写数字，如 200。")},
    )  # fmt: skip
    valid_from = day_field(_("启用日"), _("这一天起结案的按新标准；此前结案的不变。"))
    source = line_field(_("依据"), _("县司法局、财政局文件的名称和文号。"), longest=200)


class NothingForm(forms.Form):
    """Nothing to fill in: what is decided stands above the button."""
