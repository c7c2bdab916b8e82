"""The session page, its correction, and the visit afterwards: long forms, at a desk and on a phone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms.fields import choice_field, day_field, line_field, moment_field, text_field
from core.workcalendar.rules import day_of
from disputes.actions.correct_sitting import correct_sitting
from disputes.actions.record_follow_up import record_follow_up
from disputes.actions.record_sitting import record_sitting
from disputes.choices import PARTIES, FollowUpMeans, Satisfaction
from disputes.forms.parts import StepForm
from disputes.models import Party, Room, Sitting
from disputes.rules.wording import names_in
from disputes.selectors import parties_of
from disputes.sittings import LONGEST_RECORD, SittingEntry


class SittingForm(StepForm):
    """A session: where, when, who, what was said, what came of it."""

    template = "disputes/sitting_form.html"
    intro = _("调解记录依法保密；打开全文会留痕。没写完可以先离开，本机保留草稿。")

    begins_at = moment_field(_("开始时间"))
    ends_at = moment_field(_("结束时间"), required=False)
    room = choice_field(_("调解室"), required=False)
    place = line_field(_("地点"), _("不在调解室的，写明地点。"), longest=100, required=False)
    parties = forms.MultipleChoiceField(
        label=_("到场的当事人"), widget=forms.CheckboxSelectMultiple, required=False
    )
    others = line_field(_("其他到场人"), _("亲属、邻居、专家等，用顿号隔开。"), longest=300, required=False)
    recorder = line_field(_("记录人"), longest=40, required=False)
    is_open = forms.BooleanField(label=_("公开调解（当事人要求或同意）"), required=False)
    units = line_field(
        _("参加单位"), _("联合调处的，写参加的科室、单位，用顿号隔开。"), longest=300, required=False
    )
    record = text_field(
        _("调解记录"),
        _("一行一句，如“王长顺：……”。最多两万字。"),
        rows=14,
        longest=LONGEST_RECORD,
        required=False,
    )
    result = text_field(_("调解结果"), _("一两句话，会显示在办理经过里。"), rows=2, longest=300)
    is_agreed = forms.BooleanField(label=_("双方达成一致"), required=False)

    def prepare(self) -> None:
        committee = Q(committee_id=self.case.committee_id) | Q(is_mobile=True)
        rooms = Room.objects.filter(committee, is_active=True).order_by("name")
        self.choose("room", [("", _t("其他地点")), *((str(room.pk), str(room)) for room in rooms)])
        rows = parties_of(self.case)
        self.choose("parties", [(str(row.pk), _label(row)) for row in rows])
        self.names = {str(row.pk): row.name for row in rows}
        if not self.is_bound:
            self.fields["begins_at"].initial = self.at
            self.fields["recorder"].initial = self.actor.name
            self.fields["parties"].initial = [str(row.pk) for row in rows if row.side in PARTIES]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("begins_at"), given.get("ends_at")
        if begins and begins > self.at:
            self.add_error("begins_at", _t("调解时间不能晚于现在。"))
        if begins and ends and ends < begins:
            self.add_error("ends_at", _t("结束时间不能早于开始时间。"))
        if not given.get("parties") and not given.get("others"):
            self.add_error("parties", _t("请勾选到场的当事人。"))
        return given

    def entry(self) -> SittingEntry:
        """What was entered, as the verb takes it."""
        given = self.cleaned_data
        units = names_in(given["units"])
        present = [*(self.names[pk] for pk in given["parties"]), *names_in(given["others"])]
        return SittingEntry(
            begins_at=given["begins_at"],
            ends_at=given["ends_at"],
            place=given["place"],
            room=self._room(given["room"]),
            recorder=given["recorder"],
            present=present,
            is_open=given["is_open"],
            is_joint=bool(units),
            units=units,
            record=given["record"],
            result=given["result"],
            is_agreed=given["is_agreed"],
        )

    def take(self) -> Any:
        return record_sitting(**self.common, entry=self.entry())

    def _room(self, pk: str) -> Room | None:
        found: Room | None = Room.objects.filter(pk=pk).first() if pk else None
        return found


class SittingCorrectionForm(SittingForm):
    """A session put right: a new row, the old text stays beneath it."""

    intro = _("更正另存一份，原文保留、可查。请写明为什么更正。")
    reason = text_field(_("更正原因"), rows=2, longest=300)

    def __init__(self, *args: Any, sitting: Sitting, **more: Any) -> None:
        self.sitting = sitting
        super().__init__(*args, **more)

    def prepare(self) -> None:
        super().prepare()
        if self.is_bound:
            return
        sitting = self.sitting
        present = list(sitting.present)
        by_name = {name: pk for pk, name in self.names.items()}
        for name in ("begins_at", "ends_at", "place", "recorder", "is_open", "result", "is_agreed"):
            self.fields[name].initial = getattr(sitting, name)
        self.fields["room"].initial = str(sitting.room_id or "")
        self.fields["units"].initial = "、".join(sitting.units)
        self.fields["parties"].initial = [by_name[name] for name in present if name in by_name]
        self.fields["others"].initial = "、".join(name for name in present if name not in by_name)
        self.fields["record"].initial = sitting.record.reveal()

    def take(self) -> Any:
        given = self.cleaned_data
        return correct_sitting(
            sitting=self.sitting,
            entry=self.entry(),
            reason=given["reason"],
            key=given["key"],
            actor=self.actor,
            at=self.at,
        )


class FollowUpForm(StepForm):
    """A visit afterwards, made at the door."""

    intro = _("办结不等于解决：当面或电话问一问，履行得怎样，还有没有意见。")
    on = day_field(_("回访日期"))
    means = choice_field(_("方式"), FollowUpMeans.choices, widget=forms.RadioSelect)
    whom = line_field(_("回访对象"), longest=60, widget=forms.TextInput(attrs={"list": "party-names"}))
    content = text_field(_("回访情况"), rows=4)
    satisfaction = choice_field(_("满意程度"), Satisfaction.choices, required=False)
    is_solved = choice_field(
        _("当事人认为"), [("1", _("已经解决")), ("0", _("还没有解决"))], widget=forms.RadioSelect, initial="1"
    )

    def prepare(self) -> None:
        rows = parties_of(self.case, *PARTIES)
        self.suggestions = [row.name for row in rows]
        if not self.is_bound:
            self.fields["on"].initial = day_of(self.at)
            self.fields["means"].initial = FollowUpMeans.VISIT

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > day_of(self.at):
            raise ValidationError(_t("回访日期不能晚于今天。"))
        return on

    def take(self) -> Any:
        given = self.cleaned_data
        return record_follow_up(
            **self.common,
            on=given["on"],
            means=given["means"],
            whom=given["whom"],
            content=given["content"],
            satisfaction=given["satisfaction"],
            is_solved=given["is_solved"] == "1",
        )


def _label(party: Party) -> str:
    agent = f"，代理人{party.agent_name}" if party.agent_name else ""
    return f"{party.name}（{party.get_side_display()}{agent}）"
