"""Putting right what was registered: the case, somebody in it, somebody who was missing."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms.fields import choice_field, day_field, line_field, text_field
from core.workcalendar.rules import day_of
from disputes.actions.correct_case import CORRECTABLE, correct_case
from disputes.actions.correct_party import CORRECTABLE as OF_A_PARTY
from disputes.actions.correct_party import SEALED, correct_party
from disputes.choices import AgentPower, Grade, PartyKind, Risk, Scale, Sex, Side, Urgency
from disputes.entering import PartyEntry, read_correction
from disputes.forms.parts import ReasonForm
from disputes.forms.register import ROW_HELP, ethnicity_field, phone_field, row_choices, sound_birth
from disputes.models import CaseKind, Party

NO_DRAFT = {"data-no-draft": "", "autocomplete": "off"}


class Correct(ReasonForm):
    """The case's own fields; below them one more person, where one was forgotten."""

    template = "disputes/correct_form.html"
    intro = _("改前改后都留在办理经过里，期限不变。")

    title = line_field(_("纠纷名称"), longest=100)
    summary = text_field(_("纠纷简要情况"), rows=5, longest=2000)
    kind_code = choice_field(_("纠纷类型"))
    statistics_row = choice_field(_("统计行"), help_text=ROW_HELP, required=False)
    place = line_field(_("发生地点"), longest=120, required=False)
    occurred_on = day_field(_("发生日期"), required=False)
    scale = choice_field(_("规模"), Scale.choices)
    people_count = forms.IntegerField(label=_("涉及人数"), min_value=1, max_value=100_000)
    amount = forms.DecimalField(
        label=_("涉及金额（元）"), required=False, min_value=Decimal(0), max_digits=14, decimal_places=2
    )
    risk = choice_field(_("风险等级"), Risk.choices)
    urgency = choice_field(_("紧急程度"), Urgency.choices)
    grade = choice_field(_("难易程度"), Grade.choices)
    source_reference = line_field(_("来文编号"), longest=60, required=False)
    reason = text_field(_("更正原因"), rows=2)

    new_side = choice_field(_("补充当事人：哪一方"), [("", _("不补充")), *Side.choices], required=False)
    new_name = line_field(_("姓名或名称"), longest=60, required=False)
    new_kind = choice_field(_("类型"), PartyKind.choices, required=False)
    new_phone = phone_field(_("电话"))
    new_address = line_field(_("单位或住址"), longest=120, required=False)
    new_is_minor = forms.BooleanField(label=_("未成年人"), required=False)
    new_agent_name = line_field(_("代理人"), longest=40, required=False)

    def prepare(self) -> None:
        kinds = CaseKind.objects.filter(is_active=True).order_by("position")
        self.choose("kind_code", list(kinds.values_list("code", "label")))
        self.choose("statistics_row", row_choices())
        if not self.is_bound:
            for name in CORRECTABLE:
                self.fields[name].initial = getattr(self.case, name)

    @property
    def own(self) -> list[forms.BoundField]:
        return [self[name] for name in (*CORRECTABLE, "reason")]

    @property
    def newcomer(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("new_")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("occurred_on") and given["occurred_on"] > day_of(self.at):
            self.add_error("occurred_on", _t("发生日期不能晚于今天。"))
        if bool(given.get("new_side")) != bool(given.get("new_name")):
            self.add_error("new_name", _t("补充当事人须同时填写哪一方和姓名。"))
        return given

    def take(self) -> Any:
        given = self.cleaned_data
        newcomers = []
        if given["new_name"]:
            newcomers.append(
                PartyEntry(
                    side=given["new_side"],
                    name=given["new_name"],
                    kind=given["new_kind"] or PartyKind.PERSON,
                    phone=given["new_phone"],
                    address=given["new_address"],
                    is_minor=given["new_is_minor"],
                    agent_name=given["new_agent_name"],
                )
            )
        return correct_case(
            **self.common,
            values={name: given[name] for name in CORRECTABLE},
            new_parties=newcomers,
            reason=self.words,
        )


class CorrectParty(ReasonForm):
    """What is known of one party. An empty phone or number leaves the one that is there: it isn't shown here."""

    intro = _("电话和证件号码留空即不改；改动留在办理经过里，但不显示号码和民族。")

    name = line_field(_("姓名或名称"), longest=60)
    sex = choice_field(_("性别"), Sex.choices)
    born_on = day_field(_("出生日期"), required=False)
    ethnicity = ethnicity_field()
    id_number = line_field(_("证件号码"), longest=30, required=False, widget=forms.TextInput(attrs=NO_DRAFT))
    phone = phone_field(_("电话"))
    occupation = line_field(_("职业或职务"), longest=40, required=False)
    address = line_field(_("单位或住址"), longest=120, required=False)
    representative = line_field(_("法定代表人"), longest=40, required=False)
    is_minor = forms.BooleanField(label=_("未成年人"), required=False)
    agent_name = line_field(_("代理人"), _("未成年人填写法定代理人。"), longest=40, required=False)
    agent_power = choice_field(_("代理权限"), AgentPower.choices, required=False)
    agent_phone = phone_field(_("代理人电话"))
    reason = text_field(_("更正原因"), rows=2)

    def __init__(self, *args: Any, party: Party, **more: Any) -> None:
        self.party = party
        super().__init__(*args, **more)

    def prepare(self) -> None:
        for name in OF_A_PARTY:
            if name not in SEALED and not self.is_bound:
                self.fields[name].initial = getattr(self.party, name)
        if self.party.kind == PartyKind.PERSON:
            self.fields["id_number"].widget.attrs["data-id-number"] = True

    def clean_born_on(self) -> dt.date | None:
        return sound_birth(self.cleaned_data["born_on"], day_of(self.at))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        read = read_correction(self.party, self._values(given), on=day_of(self.case.registered_at))
        for name, words in read.faults.items():
            if name not in self.errors:
                self.add_error(name, words)
        return given

    def _values(self, given: dict[str, Any]) -> dict[str, Any]:
        """What was typed and is sound; a sealed field that was left empty stays as it is."""
        return {
            name: given[name] for name in OF_A_PARTY if name in given and (given[name] or name not in SEALED)
        }

    def take(self) -> Any:
        common = {name: value for name, value in self.common.items() if name != "case"}
        values = self._values(self.cleaned_data)
        return correct_party(**common, party=self.party, values=values, reason=self.words)
