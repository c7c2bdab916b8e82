"""Sweeps of risks and grades of disputes: what is typed, checked before the verb."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Staff
from accounts.selectors import on_day
from core.forms.fields import choice_field, day_field, line_field, text_field
from core.paths.ranges import ancestors_of, within
from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from disputes.checking import require_about_dispute
from disputes.choices import Level, Risk
from disputes.handing import TAKERS
from disputes.models import Case, Party, RiskGrade
from disputes.rules.levels import seat_of

MOST_HELPERS = 300
HELPERS = sorted({*TAKERS[Level.VILLAGE], *TAKERS[Level.TOWNSHIP], "GRID_WORKER", "GRID_HEAD"})
RISKS = [
    (Risk.HIGH, _("高：近期可能激化，有人处于危险之中")),
    (Risk.MEDIUM, _("中：有激化的苗头，须有人跟进")),
    (Risk.LOW, _("低：暂无激化迹象")),
]


class KeyedForm(forms.Form):
    """A form whose verb takes the client's own key: sent twice it is done once."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class SweepForm(KeyedForm):
    """A quarter's sweep."""

    place = choice_field(_("排查范围"))
    ground = line_field(_("依据"), _("写明排查所依据的法律、文件名称和条款；没有依据不得排查。"), longest=200)
    opens_on = day_field(_("开始日"), _("开始日所在的季度即本次排查的季度。"))
    ends_on = day_field(_("结束日"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["place"]
        field.choices = places

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"opens_on", "ends_on"} <= given.keys() and given["ends_on"] <= given["opens_on"]:
            self.add_error("ends_on", ValidationError(_t("结束日须晚于开始日。")))
        return given


class CloseSweepForm(forms.Form):
    note = text_field(_("说明"), _("还有没完成的村时必填。"), required=False, longest=300)


class GradeForm(KeyedForm):
    """A grade of one dispute."""

    risk = choice_field(_("激化风险"), RISKS, widget=forms.RadioSelect)
    reason = text_field(
        _("理由"), _("写看到、听到的事实；不写对人的评价，不以反映问题、投诉、信访为由。"), longest=1000
    )
    helper = choice_field(_("帮助人"), help_text=_("由谁陪伴、疏导、跟进；中、高风险必填。"), required=False)
    safety_plan = text_field(
        _("安全方案"),
        _("高风险必填：可能受害的人怎样保证安全、找谁、到哪里。只有办理人看得到。"),
        required=False,
    )
    ends_on = day_field(_("到期日"), _("到期自动结束，或须重新评定。"))

    def __init__(self, *args: Any, case: Case, at: dt.datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["helper"]
        field.choices = [("", _t("请选择")), *helpers_for(case, on=day_of(at))]

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        try:
            require_about_dispute(reason)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return reason

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        risk = given.get("risk")
        if risk in (Risk.MEDIUM, Risk.HIGH) and not given.get("helper"):
            self.add_error("helper", ValidationError(_t("中、高风险须明确帮助人。")))
        if risk == Risk.HIGH and not given.get("safety_plan", "").strip():
            self.add_error("safety_plan", ValidationError(_t("高风险须写明对可能受害人的安全方案。")))
        return given

    @property
    def chosen_helper(self) -> Staff | None:
        """The person chosen."""
        pk = self.cleaned_data["helper"]
        found: Staff | None = Staff.objects.filter(pk=pk).first() if pk else None
        return found


def helpers_for(case: Case, *, on: dt.date) -> list[tuple[str, str]]:
    """Who works at the place of a dispute: of its village first, then of its township."""
    village = seat_of(case.path, Level.VILLAGE)
    place = within("path", village) | Q(path__in=ancestors_of(village))
    posts = Post.objects.filter(place, on_day(on), role__in=HELPERS, staff__left_on=None)
    rows = posts.order_by("-path", "role", "staff__name").select_related("staff")[:MOST_HELPERS]
    found: dict[str, str] = {}
    for post in rows:
        found.setdefault(str(post.staff_id), f"{post.staff.name} · {post.get_role_display()}")
    return list(found.items())


class TellForm(forms.Form):
    """Those concerned were told."""

    on = day_field(_("告知日期"))


class ContestForm(forms.Form):
    """An objection, in the words of who makes it."""

    party = choice_field(_("谁提出异议"), required=False)
    contest = text_field(_("异议内容"), _("照当事人的原话记。"), longest=1000)

    def __init__(self, *args: Any, grade: RiskGrade, **more: Any) -> None:
        super().__init__(*args, **more)
        self.parties = {
            str(one.pk): one for one in Party.objects.filter(case_id=grade.case_id).order_by("position")
        }
        field: Any = self.fields["party"]
        names = [(pk, f"{one.name}（{one.get_side_display()}）") for pk, one in self.parties.items()]
        field.choices = [("", _t("其他相关人")), *names]

    @property
    def objector(self) -> Party | None:
        """Who objects, where it is a party."""
        return self.parties.get(self.cleaned_data["party"])


class AnswerForm(forms.Form):
    is_upheld = choice_field(
        _("答复"),
        [("0", _("维持原评定")), ("1", _("异议成立，等级结束"))],
        widget=forms.RadioSelect,
    )
    answer = text_field(_("答复内容和理由"), longest=1000)


class EndForm(forms.Form):
    note = text_field(_("风险怎样解除"), _("写明现在的情况，如已签协议、已搬离、双方和好。"), longest=300)


class ConfirmForm(forms.Form):
    """Nothing to fill in: what was judged stands above the button."""
