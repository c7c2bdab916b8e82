"""The forms of the steps that need a few words: one small class a verb."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms.fields import choice_field, day_field, line_field, moment_field, text_field
from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term
from disputes.actions.bar_mediation import bar_mediation
from disputes.actions.close_case import close_case, reopen_case
from disputes.actions.conclude_agreement import conclude_agreement
from disputes.actions.declare_default import declare_default
from disputes.actions.end_mediation import end_mediation, refuse_mediation
from disputes.actions.extend_case import EXTENDABLE, extend_case
from disputes.actions.hand_back_case import hand_back_case
from disputes.actions.hand_up_case import hand_up_case, send_urgently
from disputes.actions.merge_cases import unmerge_case
from disputes.actions.note_contact import note_contact
from disputes.actions.pause_case import pause_case
from disputes.actions.perform_obligation import finish_performance
from disputes.actions.resubmit_case import resubmit_case
from disputes.actions.resume_case import resume_case
from disputes.actions.return_case import return_case
from disputes.actions.settle_on_spot import settle_on_spot
from disputes.actions.start_mediation import start_mediation
from disputes.actions.transfer_case import transfer_case
from disputes.actions.write_note import write_note
from disputes.choices import LADDER, PARTIES, Level, PauseGround, Promise, ReportGround, TransferTo, Verb
from disputes.forms.parts import NoteForm, ReasonForm, StepForm
from disputes.selectors import parties_of, unsigned_in


class Return(ReasonForm):
    intro = _("退回登记人补正，写明缺什么。一件纠纷只能退回一次。")
    reason = text_field(_("需要补正的内容"))

    def take(self) -> Any:
        return return_case(**self.common, reason=self.words)


class Resubmit(NoteForm):
    note = text_field(_("补正情况"))

    def take(self) -> Any:
        return resubmit_case(**self.common, note=self.words)


class SettleOnSpot(StepForm):
    intro = _("简单纠纷当场说和，登记口头协议；之后按期回访。")
    content = text_field(_("双方商定的内容"), _("每行一项，例如：李桂芝三日内移走杂物。"), rows=4)

    def take(self) -> Any:
        return settle_on_spot(**self.common, content=self.cleaned_data["content"])


class Contact(NoteForm):
    note = text_field(_("联系情况"), _("何时、以何种方式联系了哪一方，约定了什么。"))

    def take(self) -> Any:
        return note_contact(**self.common, note=self.words)


class Start(NoteForm):
    def take(self) -> Any:
        return start_mediation(**self.common, note=self.words)


class Pause(ReasonForm):
    intro = _("中止期间停止计时，剩余期限保留；期满日到期提醒。")
    ground = choice_field(_("中止事由"), PauseGround.choices, widget=forms.RadioSelect)
    until = day_field(_("中止到哪一天"))
    reason = text_field(_("情况说明"), _("双方同意的，写明各自何时以何种方式同意。"))

    def take(self) -> Any:
        given = self.cleaned_data
        return pause_case(**self.common, ground=given["ground"], until=given["until"], reason=self.words)


class Resume(NoteForm):
    def take(self) -> Any:
        return resume_case(**self.common, note=self.words)


class Extend(ReasonForm):
    intro = _("须在到期前办理。一个月法定期限经双方当事人同意才能延长。")
    promise = choice_field(_("延长哪一项时限"), [(one.value, one.label) for one in EXTENDABLE])
    value = forms.IntegerField(
        label=_("延长"),
        min_value=1,
        max_value=180,
        widget=forms.NumberInput(attrs={"class": "form-short"}),
        error_messages={"required": _("请填写数量。"), "invalid": _("请填写整数。")},
    )
    unit = choice_field(
        _("单位"),
        [
            (Unit.WORKING_DAYS.value, Unit.WORKING_DAYS.label),
            (Unit.NATURAL_DAYS.value, Unit.NATURAL_DAYS.label),
        ],
    )
    has_consent = forms.BooleanField(label=_("双方当事人同意（已记录在卷）"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("promise") == Promise.SETTLE_STATUTORY and not given.get("has_consent"):
            self.add_error("has_consent", _t("一个月法定期限须经双方当事人同意才能延长。"))
        return given

    def take(self) -> Any:
        given = self.cleaned_data
        return extend_case(
            **self.common,
            promise=given["promise"],
            by=Term(given["value"], Unit(given["unit"])),
            reason=self.words,
            has_consent=given["has_consent"],
        )


class HandUp(ReasonForm):
    intro = _("上交后由上一级主办，本级继续协办；当事人情况、调解经过和卷内材料随案移交。")
    reason = text_field(_("上交原因"), _("已做了哪些工作，为什么需要上一级。"))

    def take(self) -> Any:
        return hand_up_case(**self.common, reason=self.words)


class Urgent(ReasonForm):
    intro = _("情况紧急、可能激化的，越级直报，不等期限。")
    to_level = choice_field(_("直报到"))
    reason = text_field(_("紧急情况"))

    def prepare(self) -> None:
        level = self.case.level
        above = LADDER[LADDER.index(level) + 1 :] if level in LADDER else ()
        self.choose("to_level", [(one, Level(one).label) for one in above])

    def take(self) -> Any:
        return send_urgently(**self.common, to_level=self.cleaned_data["to_level"], reason=self.words)


class HandBack(ReasonForm):
    reason = text_field(_("退交原因"))

    def take(self) -> Any:
        return hand_back_case(**self.common, reason=self.words)


class Refuse(ReasonForm):
    intro = _("一方明确拒绝的，不得调解（人民调解法第十七条）；调解随即终止，并告知其他途径。")
    parties = forms.MultipleChoiceField(
        label=_("谁拒绝调解"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择拒绝调解的当事人。")},
    )
    reason = text_field(_("拒绝的情况"))

    def prepare(self) -> None:
        rows = parties_of(self.case, *PARTIES)
        self.choose("parties", [(str(row.pk), f"{row.name}（{row.get_side_display()}）") for row in rows])

    def take(self) -> Any:
        return refuse_mediation(**self.common, party_ids=self.cleaned_data["parties"], reason=self.words)


class _End(ReasonForm):
    verb: Verb

    def take(self) -> Any:
        return end_mediation(**self.common, verb=self.verb, reason=self.words)


class Withdraw(_End):
    verb = Verb.WITHDRAW
    reason = text_field(_("撤回的情况"), _("申请人何时、以何种方式、因何撤回。"))


class Fail(_End):
    verb = Verb.FAIL
    intro = _("终止后向当事人送达终止调解通知书，告知仲裁、行政、司法途径（人民调解法第二十六条）。")
    reason = text_field(_("调解不成的原因"))


class Terminate(_End):
    verb = Verb.TERMINATE
    intro = _("终止后向当事人送达终止调解通知书，告知仲裁、行政、司法途径（人民调解法第二十六条）。")
    reason = text_field(_("终止的原因"))


class Bar(StepForm):
    intro = _("涉嫌犯罪或侵害未成年人的，不得调解，立即向公安等部门报告；从发现时起计时。")
    asks = _("认定不得调解后，调解随即终止并开始报告计时。继续吗？")
    ground = choice_field(_("事由"), ReportGround.choices, widget=forms.RadioSelect)
    found_at = moment_field(_("发现时间"))
    found = text_field(_("发现的情况"), rows=5)

    def prepare(self) -> None:
        self.fields["found_at"].initial = self.at

    def take(self) -> Any:
        given = self.cleaned_data
        return bar_mediation(
            **self.common, ground=given["ground"], found=given["found"], found_at=given["found_at"]
        )


class TransferCase(ReasonForm):
    intro = _("移送后等待对方签收回执；签收后才能结案。")
    to = choice_field(_("移送去向"), TransferTo.choices)
    body = line_field(_("接收单位"), longest=60)
    reason = text_field(_("移送理由"))

    def take(self) -> Any:
        given = self.cleaned_data
        return transfer_case(**self.common, to=given["to"], body=given["body"], reason=self.words)


class Agree(StepForm):
    intro = _("协议的当事人签名、调解员签名、调委会印章三项齐全后生效；随即开始计算履行期限和司法确认期限。")

    def take(self) -> Any:
        return conclude_agreement(**self.common)


class Perform(NoteForm):
    intro = _("协议约定的事项已全部履行。之后按期回访，并整理卷宗结案。")

    def take(self) -> Any:
        return finish_performance(**self.common, note=self.words)


class Default(ReasonForm):
    intro = _("有事项逾期未履行的，恢复调解；当事人也可以向人民法院起诉（人民调解法第三十二条）。")
    reason = text_field(_("未履行的情况"))

    def take(self) -> Any:
        return declare_default(**self.common, reason=self.words)


class Close(NoteForm):
    intro = _("结案时自动生成卷宗封面、目录和封底，页码随之固定。")
    template = "disputes/close_form.html"
    note = text_field(_("结案说明"), required=False)

    def prepare(self) -> None:
        self.unsigned = list(unsigned_in(self.case).values_list("title", flat=True))

    def take(self) -> Any:
        return close_case(**self.common, note=self.words)


class Reopen(ReasonForm):
    intro = _("重新启动后回到待调解，期限重新计算。")
    reason = text_field(_("重新启动的原因"))

    def take(self) -> Any:
        return reopen_case(**self.common, reason=self.words)


class Unmerge(ReasonForm):
    reason = text_field(_("撤销并案的原因"))

    def take(self) -> Any:
        return unmerge_case(**self.common, reason=self.words)


class Note(NoteForm):
    intro = _("备注写入办理经过，不改变任何期限。")
    note = text_field(_("备注"), rows=4)

    def take(self) -> Any:
        return write_note(**self.common, note=self.words)
