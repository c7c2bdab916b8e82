"""Terms and kinds of the county: what is typed, checked before the verb."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.fields import choice_field, day_field, line_field
from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term
from disputes.choices import Level, Promise, Retention
from disputes.models import CaseKind
from disputes.seed import statistics_choices

LONGEST_TERM = 366


def _number(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=LONGEST_TERM,
        widget=forms.NumberInput(attrs={"class": "form-short"}),
        error_messages={
            "required": _("请填写期限。"),
            "invalid": _("请填写整数。"),
            "min_value": _("至少为 %(limit_value)s。"),
            "max_value": _("最多为 %(limit_value)s。"),
        },
        **more,
    )


class TermForm(forms.Form):
    """A term from a day on."""

    promise = choice_field(_("时限事项"), Promise.choices)
    level = choice_field(_("层级"), [("", _("各级通用")), *Level.choices], required=False)
    kind_code = choice_field(_("纠纷类型"), required=False)
    value = _number(_("期限"))
    unit = choice_field(_("期限单位"), Unit.choices)
    warn_value = _number(_("提前预警"), required=False, help_text=_("留空则不预警。"))
    warn_unit = choice_field(_("预警单位"), [("", "—"), *Unit.choices], required=False)
    from_on = day_field(_("启用日"), _("这一天起作出的时限承诺按新期限；此前作出的不变。"))
    source = line_field(_("依据"), _("县里文件的名称和文号。"), longest=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = CaseKind.objects.filter(is_active=True).order_by("position", "code")
        field: Any = self.fields["kind_code"]
        field.choices = [("", _("各类通用")), *kinds.values_list("code", "label")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("warn_value")) != bool(cleaned.get("warn_unit")):
            self.add_error("warn_value", _("预警的数值和单位须同时填写。"))
        return cleaned

    @property
    def asked(self) -> dict[str, Any]:
        """What the verb is given."""
        given = self.cleaned_data
        warn = Term(given["warn_value"], Unit(given["warn_unit"])) if given["warn_value"] else None
        return {
            "promise": given["promise"],
            "level": given["level"],
            "kind_code": given["kind_code"],
            "term": Term(given["value"], Unit(given["unit"])),
            "warn": warn,
            "from_on": given["from_on"],
            "source": given["source"],
        }


class EndTermForm(forms.Form):
    on = day_field(_("停用日"), _("自这一天起适用通用的规定。"))
    reason = line_field(_("原因"), longest=200)


class ChangeKindForm(forms.Form):
    """What a kind of dispute is called and where it counts."""

    label = line_field(_("纠纷类型"), longest=30)
    statistics_row = choice_field(_("统计行"), help_text=_("《矛盾纠纷排查情况表》中计入的行。"))
    kept_for = choice_field(
        _("保管期限"),
        Retention.choices,
        _("印在卷宗封面上，未定的留空；改动只影响此后立卷的。"),
        required=False,
    )
    position = forms.IntegerField(
        label=_("次序"), min_value=0, max_value=999, widget=forms.NumberInput(attrs={"class": "form-short"})
    )
    is_active = forms.BooleanField(
        label=_("在用"), required=False, help_text=_("停用后不能再选，已登记的纠纷不变。")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["statistics_row"]
        field.choices = statistics_choices()


class AddKindForm(ChangeKindForm):
    code = line_field(_("代码"), _("2至4位数字或大写字母；用过的代码不再使用。"), longest=4)
    field_order = ("code", "label", "statistics_row", "kept_for", "position")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["is_active"]
