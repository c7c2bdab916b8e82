"""An inquiry, written at a desk or on a phone at the door, and its correction."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms.fields import choice_field, line_field, moment_field, text_field
from disputes.actions.correct_inquiry import correct_inquiry
from disputes.actions.record_inquiry import record_inquiry
from disputes.forms.parts import StepForm
from disputes.forms.register import phone_field
from disputes.inquiries import LONGEST_ANSWERS, InquiryEntry
from disputes.models import Inquiry
from disputes.rules.wording import names_in
from disputes.selectors import parties_of

ASKED_AT_FIRST = "问：\n答："


class InquiryForm(StepForm):
    """Who was asked, where, when, by whom; question by answer; what was found."""

    template = "disputes/inquiry_form.html"
    intro = _("调查内容依法保密；打开全文会留痕。没写完可以先离开，本机保留草稿。")

    begins_at = moment_field(_("开始时间"))
    ends_at = moment_field(_("结束时间"), required=False)
    place = line_field(_("地点"), longest=100, required=False)
    party = choice_field(_("被调查人"), required=False)
    name = line_field(_("其他人的姓名"), _("如邻居、见证人；选了当事人的不填。"), longest=60, required=False)
    relation = line_field(_("与纠纷的关系"), longest=40, required=False)
    phone = phone_field(_("电话"))
    investigators = line_field(_("调查人"), _("几个人的，用顿号隔开。"), longest=120)
    recorder = line_field(_("记录人"), longest=40, required=False)
    present = line_field(_("参加人"), _("在场的其他人，用顿号隔开。"), longest=300, required=False)
    subject = line_field(_("事由"), longest=100, required=False)
    record = text_field(
        _("调查内容"),
        _("一问一答，各起一行，以“问：”“答：”开头。最多两万字。"),
        rows=14,
        longest=LONGEST_ANSWERS,
        required=False,
    )
    finding = text_field(
        _("查明情况"), _("一两句话，会显示在办理经过里，不印在笔录上。"), rows=2, longest=300
    )

    def prepare(self) -> None:
        people = [(str(row.pk), f"{row.name}（{row.get_side_display()}）") for row in parties_of(self.case)]
        self.choose("party", [("", _t("其他人")), *people])
        if not self.is_bound:
            for name, value in self.at_first().items():
                self.fields[name].initial = value

    def at_first(self) -> dict[str, Any]:
        """What stands in the fields of a form that nobody has sent yet."""
        return {
            "begins_at": self.at,
            "investigators": self.actor.name,
            "recorder": self.actor.name,
            "subject": self.case.title,
            "record": ASKED_AT_FIRST,
        }

    def clean_record(self) -> str:
        text: str = self.cleaned_data["record"]
        return "" if text.split() == ASKED_AT_FIRST.split() else text

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("begins_at"), given.get("ends_at")
        if begins and begins > self.at:
            self.add_error("begins_at", _t("调查时间不能晚于现在。"))
        if begins and ends and ends < begins:
            self.add_error("ends_at", _t("结束时间不能早于开始时间。"))
        if "party" in given and not given["party"] and "name" in given and not given["name"]:
            self.add_error("party", _t("请选择被调查的当事人，或者填写其他人的姓名。"))
        if given.get("party") and given.get("name"):
            self.add_error("name", _t("已选了当事人，这里不填。"))
        return given

    def entry(self) -> InquiryEntry:
        """What was entered, as the verb takes it."""
        given = self.cleaned_data
        taken = ("begins_at", "ends_at", "place", "name", "relation", "phone", "recorder", "subject")
        return InquiryEntry(
            **{name: given[name] for name in (*taken, "record", "finding")},
            party_id=given["party"] or None,
            investigators=names_in(given["investigators"]),
            present=names_in(given["present"]),
        )

    def take(self) -> Any:
        return record_inquiry(**self.common, entry=self.entry())


class InquiryCorrectionForm(InquiryForm):
    """An inquiry put right: a new row, the old text stays beneath it."""

    intro = _("更正另存一份，原文保留、可查。请写明为什么更正。")
    reason = text_field(_("更正原因"), rows=2, longest=300)

    def __init__(self, *args: Any, inquiry: Inquiry, **more: Any) -> None:
        self.inquiry = inquiry
        super().__init__(*args, **more)

    def at_first(self) -> dict[str, Any]:
        row = self.inquiry
        as_it_is = ("begins_at", "ends_at", "place", "recorder", "subject", "finding")
        other = {"party": str(row.party_id)} if row.party_id else {"name": row.name, "relation": row.relation}
        return {name: getattr(row, name) for name in as_it_is} | {
            **other,
            "phone": row.phone.reveal(),
            "investigators": "、".join(row.investigators),
            "present": "、".join(row.present),
            "record": row.record.reveal(),
        }

    def take(self) -> Any:
        given = self.cleaned_data
        return correct_inquiry(
            inquiry=self.inquiry,
            entry=self.entry(),
            reason=given["reason"],
            key=given["key"],
            actor=self.actor,
            at=self.at,
        )
