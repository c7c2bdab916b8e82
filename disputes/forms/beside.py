"""Acts beside the table of steps: receipts, reports, recusal, leaders, invitations. They move no case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Post, Staff, Unit
from accounts.selectors import on_day
from core.forms.fields import choice_field, day_field, line_field, moment_field, text_field
from core.workcalendar.rules import day_of
from disputes import seed
from disputes.actions.ask_recusal import ask_recusal, decide_recusal
from disputes.actions.invite import ask_unit, invite_adviser
from disputes.actions.order_card import order_card
from disputes.actions.report_on_leader_case import report_on_leader_case
from disputes.actions.send_report import send_report
from disputes.actions.sign_notice import sign_notice
from disputes.actions.take_leader_case import end_leader_case, take_leader_case
from disputes.actions.transfer_case import note_receipt
from disputes.choices import PARTIES, Card
from disputes.forms.parts import ReasonForm, StepForm
from disputes.models import Handler, LeaderCase, Party, Recusal, Transfer, UrgentReport
from disputes.rules.wording import names_in

NOBODY = ("", _("请选择"))


class SignNotice(StepForm):
    """Who signed for the notice of rights and duties."""

    intro = _(
        "告知书讲明当事人的权利义务（人民调解法第二十三、二十四条）。可先在卷宗里打印，签收后扫描归卷。"
    )
    parties = forms.MultipleChoiceField(
        label=_("谁签收了"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请勾选签收的当事人。")},
    )
    on = day_field(_("签收日期"))

    def prepare(self) -> None:
        rows = Party.objects.filter(case=self.case, side__in=PARTIES, notice_signed_on=None)
        named = [
            (str(row.pk), f"{row.name}（{row.get_side_display()}）") for row in rows.order_by("position")
        ]
        self.choose("parties", named)
        if not self.is_bound:
            self.fields["on"].initial = day_of(self.at)
            self.fields["parties"].initial = [pk for pk, _name in named]

    def take(self) -> Any:
        given = self.cleaned_data
        return sign_notice(
            case=self.case, party_ids=given["parties"], on=given["on"], actor=self.actor, at=self.at
        )


class Receipt(StepForm):
    """The other body signed for the case."""

    received_on = day_field(_("签收日期"))
    receipt = line_field(_("回执编号"), longest=80, required=False)
    result = line_field(_("办理结果"), _("对方已告知的，写在这里。"), longest=300, required=False)

    def take(self) -> Any:
        transfer = Transfer.objects.filter(case=self.case, received_on=None).order_by("-sent_at").first()
        if transfer is None:
            raise ValidationError(_t("没有等待回执的移送。"))
        given = self.cleaned_data
        return note_receipt(
            transfer=transfer,
            received_on=given["received_on"],
            receipt=given["receipt"],
            result=given["result"],
            actor=self.actor,
            at=self.at,
        )


class SendReport(StepForm):
    """The immediate report has gone out."""

    intro = _("侵害未成年人的，向公安、民政、教育部门报告（未成年人保护法第十一条）。")
    reported_to = line_field(_("报告对象"), _("用顿号隔开，如：公安派出所、民政所。"), longest=200)
    reported_at = moment_field(_("报告时间"))
    receipt = line_field(_("回执"), longest=120, required=False)
    delay_reason = line_field(_("迟报原因"), _("超过时限的必填。"), longest=200, required=False)

    def prepare(self) -> None:
        self.fields["reported_at"].initial = self.at

    def take(self) -> Any:
        report = UrgentReport.objects.filter(case=self.case, reported_at=None).order_by("found_at").first()
        if report is None:
            raise ValidationError(_t("没有等待报告的情况。"))
        given = self.cleaned_data
        return send_report(
            report=report,
            reported_to=names_in(given["reported_to"]),
            reported_at=given["reported_at"],
            receipt=given["receipt"],
            delay_reason=given["delay_reason"],
            actor=self.actor,
            at=self.at,
        )


class AskRecusal(StepForm):
    intro = _("调解员与当事人有亲属、利害等关系的，应当回避；由综治中心决定。")
    mediator = choice_field(_("谁回避"))
    ground = choice_field(_("事由"))
    party = choice_field(_("与哪一方有关"), required=False)
    note = line_field(_("说明"), longest=200, required=False)

    def prepare(self) -> None:
        rows = Handler.objects.filter(case=self.case, to_at=None).select_related("staff")
        self.choose("mediator", sorted({(str(row.staff_id), row.staff.name) for row in rows}))
        self.choose("ground", [(one.code, one.label) for one in seed.recusal_grounds()])
        parties = Party.objects.filter(case=self.case).order_by("position").values_list("id", "name")
        self.choose("party", [("", _t("不涉及某一方")), *((str(pk), name) for pk, name in parties)])

    def take(self) -> Any:
        given = self.cleaned_data
        party = Party.objects.filter(pk=given["party"]).first() if given["party"] else None
        return ask_recusal(
            case=self.case,
            mediator=Staff.objects.get(pk=given["mediator"]),
            ground=given["ground"],
            party=party,
            note=given["note"],
            actor=self.actor,
            at=self.at,
        )


class DecideRecusal(StepForm):
    recusal = choice_field(_("回避申请"))
    is_granted = choice_field(
        _("决定"), [("1", _("准予回避")), ("0", _("不准回避"))], widget=forms.RadioSelect
    )

    def prepare(self) -> None:
        rows = Recusal.objects.filter(case=self.case, decided_at=None).select_related("staff")
        grounds = {one.code: one.label for one in seed.recusal_grounds()}
        self.choose(
            "recusal", [(str(row.pk), f"{row.staff.name}：{grounds.get(row.ground, '')}") for row in rows]
        )

    def take(self) -> Any:
        given = self.cleaned_data
        recusal = Recusal.objects.select_related("staff").get(pk=given["recusal"])
        return decide_recusal(
            recusal=recusal, is_granted=given["is_granted"] == "1", actor=self.actor, at=self.at
        )


class OrderCard(ReasonForm):
    intro = _("督办的是办理工作，不是当事人。")
    card = choice_field(_("督办牌"), [(value, label) for value, label in Card.choices if value])
    reason = text_field(_("督办意见"), longest=300)

    def take(self) -> Any:
        return order_card(
            case=self.case, card=self.cleaned_data["card"], reason=self.words, actor=self.actor, at=self.at
        )


class TakeLeaderCase(StepForm):
    intro = _("包案领导包调处、包跟踪、包反馈；从此可以看全卷。")
    leader = choice_field(_("包案领导"))
    members = line_field(_("小组成员"), _("姓名，用顿号隔开。"), longest=300, required=False)
    plan = text_field(_("化解方案"), required=False)
    report_every_days = forms.IntegerField(
        label=_("几日反馈一次"), min_value=1, max_value=90, initial=7,
        widget=forms.NumberInput(attrs={"class": "form-short"}),
    )  # fmt: skip

    def prepare(self) -> None:
        rows = Post.objects.filter(
            on_day(day_of(self.at)),
            role__in=(Role.COUNTY_LEADER, Role.POLITICAL_LEGAL_MEMBER),
            path__in=[self.case.path[:end] for end in (6, 9)],
        ).select_related("staff")
        names = {str(row.staff_id): f"{row.staff.name} · {row.get_role_display()}" for row in rows}
        self.choose("leader", [NOBODY, *names.items()])

    def take(self) -> Any:
        given = self.cleaned_data
        return take_leader_case(
            case=self.case,
            leader=Staff.objects.get(pk=given["leader"]),
            members=names_in(given["members"]),
            plan=given["plan"],
            report_every_days=given["report_every_days"],
            actor=self.actor,
            at=self.at,
            key=given["key"],
        )


class ReportBack(StepForm):
    progress = text_field(_("进展"), rows=4)
    next_step = line_field(_("下一步"), longest=300, required=False)

    def take(self) -> Any:
        given = self.cleaned_data
        return report_on_leader_case(
            leader_case=_leader_case(self),
            progress=given["progress"],
            next_step=given["next_step"],
            actor=self.actor,
            at=self.at,
            key=given["key"],
        )


class EndLeaderCase(StepForm):
    result = text_field(_("包案结果"), longest=300)

    def take(self) -> Any:
        return end_leader_case(
            leader_case=_leader_case(self),
            result=self.cleaned_data["result"],
            actor=self.actor,
            at=self.at,
        )


class InviteAdviser(ReasonForm):
    intro = _("邀请顾问团成员参与本案；只对本案开放，到期自动收回。")
    adviser = choice_field(_("顾问"))
    to_on = day_field(_("开放到"), _("最长一年；留空为一年。"), required=False)
    reason = text_field(_("参与什么"), longest=200)

    def prepare(self) -> None:
        posts = Post.objects.filter(on_day(day_of(self.at)), role=Role.ADVISER).select_related("staff")
        self.choose("adviser", [NOBODY, *((str(row.staff_id), row.staff.name) for row in posts)])

    def take(self) -> Any:
        given = self.cleaned_data
        return invite_adviser(
            case=self.case,
            adviser=Staff.objects.get(pk=given["adviser"]),
            from_on=day_of(self.at),
            to_on=given["to_on"],
            purpose=self.words,
            actor=self.actor,
            at=self.at,
        )


class AskUnit(ReasonForm):
    intro = _("请部门参与本案；由该部门的承办人办理。")
    unit = choice_field(_("部门"))
    to_on = day_field(_("开放到"), _("最长一年；留空为一年。"), required=False)
    reason = text_field(_("请求事项"), longest=200)

    def prepare(self) -> None:
        units = Unit.objects.filter(kind="DEPARTMENT", valid_to=None).order_by("name")
        self.choose("unit", [NOBODY, *((str(row.pk), row.name) for row in units)])

    def take(self) -> Any:
        given = self.cleaned_data
        return ask_unit(
            case=self.case,
            unit=Unit.objects.get(pk=given["unit"]),
            from_on=day_of(self.at),
            to_on=given["to_on"],
            purpose=self.words,
            actor=self.actor,
            at=self.at,
        )


def _leader_case(form: StepForm) -> LeaderCase:
    found: LeaderCase | None = LeaderCase.objects.filter(case=form.case, to_at=None).first()
    if found is None:
        raise ValidationError(_t("该纠纷没有包案领导。"))
    return found
