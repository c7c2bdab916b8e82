"""Who is paired with which doors: choosing doors and cadres, sharing out, handing over."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import finding
from accounts.forms.posts import ActorForm, typed
from accounts.models import Staff, Unit
from core.forms.fields import choice_field, day_field, line_field, text_field
from core.forms.filtering import Filters
from grids.choices import Level
from grids.models import Area
from households.cadres import find_cadre
from households.choices import DoorKind
from households.policies import PAIR, SETTINGS
from households.rules.settings import DOORS, MOST_A_CADRE

AT_MOST = 60


CADRE = _("包联干部")
ANY_UNIT = _("姓名或账号；县直部门和各乡镇的干部都可以。")


def cadre_field(label: Any = CADRE, help_text: Any = ANY_UNIT) -> forms.CharField:
    """A cadre of the county, with suggestions."""
    return typed(label, "cadre_options", help_text)


class CadreForm(ActorForm):
    """A form that knows the day, too: who is a cadre depends on it."""

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def found_cadre(self, words: str) -> Staff:
        try:
            return find_cadre(words, on=self.today)
        except finding.NotFound as error:
            raise ValidationError(str(error)) from error


class UncoveredFilters(Filters, ActorForm):
    """What the uncovered list is asked for; each stands in the address."""

    q = line_field(_("姓名、首字母、地址"), longest=40, required=False)
    area = typed(_("区域"), "pair_areas", required=False)
    kind = choice_field(_("类型"), [("", _("全部")), *DoorKind.choices], required=False)

    def clean_area(self) -> str:
        words = self.cleaned_data["area"]
        return self.found_path(words, PAIR) if words else ""


class PairForm(CadreForm):
    """One cadre for the ticked doors."""

    staff = cadre_field()
    from_on = day_field(_("起始日"))

    def clean_staff(self) -> Staff:
        return self.found_cadre(self.cleaned_data["staff"])


class ChangePairForm(PairForm):
    """Another cadre for one door. `seen` is the pair that stood on the page."""

    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)


class GridShareForm(CadreForm):
    """All uncovered doors of an area to one or more cadres. Asked by address, confirmed with the plan's digest."""

    area = typed(_("网格、村或乡镇"), "pair_areas", _("该区域所有未包联的户。"))
    cadres = text_field(
        CADRE, _("一人一行，或用顿号隔开；填姓名或账号。多人时先分给户数少的，相邻的户归同一人。")
    )
    from_on = day_field(_("起始日"))

    def clean_area(self) -> str:
        return self.found_path(self.cleaned_data["area"], PAIR)

    def clean_cadres(self) -> list[Staff]:
        parts = [part for part in re.split(r"[\s、，,;；]+", self.cleaned_data["cadres"]) if part]
        if len(parts) > AT_MOST:
            raise ValidationError(_("一次最多%(n)s人。") % {"n": AT_MOST})
        people = {staff.pk: staff for staff in map(self.found_cadre, parts)}
        if self.actor.person_id in people:
            raise ValidationError(_("不能把户分给自己，请由其他经办人或上级综治中心办理。"))
        return list(people.values())


class RuleShareForm(ActorForm):
    """All uncovered doors of an area by the units' quotas."""

    area = typed(_("区域"), "pair_areas", required=False, help_text=_("留空为您的整个辖区。"))
    from_on = day_field(_("起始日"))

    def clean_area(self) -> str:
        words = self.cleaned_data["area"]
        if words:
            return self.found_path(words, PAIR)
        return self.actor.paths_for(PAIR)[0]


class QuotaForm(ActorForm):
    """How many doors a unit takes on where."""

    unit = typed(_("单位"), "unit_options")
    area = typed(_("区域"), "area_options", _("乡镇、村填名称或编码；全县填县名。"))
    doors = forms.IntegerField(
        label=_("户数"),
        min_value=DOORS[0],
        max_value=DOORS[-1],
        error_messages={"required": _("请填写此项。"), "invalid": _("请填写整数。")},
    )
    most_a_cadre = forms.IntegerField(
        label=_("每名干部最多"),
        min_value=MOST_A_CADRE[0],
        max_value=MOST_A_CADRE[-1],
        help_text=_("连同已有的户，每名干部最多这么多户。"),
        error_messages={"required": _("请填写此项。"), "invalid": _("请填写整数。")},
    )

    def clean_unit(self) -> Unit:
        return self.found_unit(self.cleaned_data["unit"], SETTINGS)

    def clean_area(self) -> str:
        return self.found_path(self.cleaned_data["area"], SETTINGS)


class HandOverForm(CadreForm):
    """All doors of a cadre to another on a day."""

    to_staff = cadre_field(_("接收人"))
    on = day_field(_("交接日"), _("这一天起由接收人包联，之前仍由移交人包联。"))
    reason = line_field(_("原因"), _("如调离、退休、驻村轮换。"), longest=200)

    def clean_to_staff(self) -> Staff:
        return self.found_cadre(self.cleaned_data["to_staff"])


class LeadForm(CadreForm):
    """A leader for a grid."""

    staff = cadre_field(_("包片领导"), _("姓名或账号"))
    area = typed(_("网格"), "area_options", _("填名称（如“康保镇 东关村 第一网格”）或编码"))
    from_on = day_field(_("起始日"))

    def clean_staff(self) -> Staff:
        return self.found_cadre(self.cleaned_data["staff"])

    def clean_area(self) -> str:
        path = self.found_path(self.cleaned_data["area"], SETTINGS)
        if not Area.objects.filter(path=path, level=Level.GRID).exists():
            raise ValidationError(_("请填写到网格。"))
        return path


class EndLeadForm(forms.Form):
    """From which day on a grid is no longer led."""

    to_on = day_field(_("截止日"), _("这一天起不再包片。"))
