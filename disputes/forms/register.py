"""Registering a dispute: what it is about, and the people in it. What can be read off an ID number is filled in."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import finding
from core.forms.fields import choice_field
from core.permissions.actor import Actor
from disputes.actions.register_case import LONGEST_SUMMARY
from disputes.choices import AgentPower, PartyKind, Risk, Scale, Sex, Side, Source, Urgency
from disputes.entering import NO_PHONE, PHONE, CaseEntry, PartyEntry, read_party
from disputes.forms.fields import day_field, options_field
from disputes.policies import REPORT
from disputes.seed import ethnicity_names, statistics_choices

MOST_PARTIES = 40
AT_THE_COUNTER = (
    Source.COUNTER, Source.APPLICATION, Source.GRID, Source.VILLAGE, Source.HOTLINE, Source.COURT,
    Source.PROCURATORATE, Source.POLICE, Source.PETITION, Source.DEPARTMENT, Source.LEADER, Source.SWEEP,
)  # fmt: skip


ROW_HELP = _("月报表中计入的行。留空按纠纷类型；如因界址权属、土地承包引起的，可改归相应的一行。")


def row_choices() -> list[tuple[str, Any]]:
    """The rows of the monthly table in which a dispute can count, first that of its kind."""
    return [("", _("按纠纷类型")), *statistics_choices()]


def ethnicity_field() -> forms.ChoiceField:
    """民族, for the official forms; nobody has to say it."""
    field: forms.ChoiceField = choice_field(
        _("民族"), [("", _("未填")), *ethnicity_names().items()], required=False
    )
    field.widget.attrs["data-no-draft"] = True
    return field


def _typed(
    label: Any, most: int, *, required: bool = False, help_text: Any = "", **attrs: Any
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
        error_messages={
            "required": _("请填写此项。"),
            "max_length": _("最多%(limit_value)s字，现有%(show_value)s字。"),
        },
    )


def summary_field(label: Any, help_text: Any = "", rows: int = 4) -> forms.CharField:
    """What happened, in a few sentences; a text that is too long comes back whole."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_SUMMARY,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": _("请写明发生了什么。"),
            "max_length": _("最多%(limit_value)s字，现有%(show_value)s字；详情可作为证据材料附上。"),
        },
    )


def phone_field(label: Any) -> forms.RegexField:
    return forms.RegexField(
        PHONE,
        label=label,
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "data-no-draft": True}),
        error_messages={"invalid": NO_PHONE},
    )


def sound_birth(day: dt.date | None, today: dt.date) -> dt.date | None:
    """A birth date of somebody alive.

    Raises:
        ValidationError: it is ahead, or too long ago.
    """
    if day is not None and (day > today or day.year < today.year - 130):
        raise ValidationError(_("出生日期不对，请核对。"))
    return day


class CaseForm(forms.Form):
    """What the dispute is about. Only what happened, where, and the kind are needed."""

    title = _typed(_("纠纷名称"), 100, help_text=_("留空则按区域和类型生成。"))
    summary = summary_field(_("简要情况"), _("起因、经过、双方的诉求。"))
    kind_code = forms.ChoiceField(label=_("纠纷类型"), error_messages={"required": _("请选择纠纷类型。")})
    area = options_field(_("所属网格"), "case_areas", _("填网格、村或乡镇的名称、编码。"))
    place = _typed(_("发生地点"), 120)
    occurred_on = day_field(_("发生日期"), required=False)
    people_count = forms.IntegerField(
        label=_("涉及人数"), min_value=1, max_value=1_000_000, required=False,
        widget=forms.NumberInput(attrs={"class": "form-short"}), help_text=_("留空按当事人数。"),
    )  # fmt: skip
    amount = forms.DecimalField(
        label=_("涉及金额（元）"), min_value=0, max_digits=14, decimal_places=2, required=False,
        widget=forms.NumberInput(attrs={"class": "form-short", "step": "0.01"}),
    )  # fmt: skip
    source = forms.ChoiceField(label=_("来源"), choices=[(each.value, each.label) for each in AT_THE_COUNTER])
    source_reference = _typed(_("来文编号"), 60)
    risk = forms.ChoiceField(label=_("风险等级"), choices=Risk.choices)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency.choices)
    scale = forms.ChoiceField(label=_("规模"), choices=Scale.choices)
    statistics_row = forms.ChoiceField(
        label=_("统计行"), choices=row_choices, required=False, help_text=ROW_HELP
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    not_same = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, actor: Actor, kinds: dict[str, str], today: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.kinds, self.today = actor, kinds, today
        field: Any = self.fields["kind_code"]
        field.choices = [("", _("请选择")), *((code, f"{code} {label}") for code, label in kinds.items())]
        self.place_name = ""

    def clean_area(self) -> str:
        try:
            area = finding.find_area(self.cleaned_data["area"], self.actor.paths_for(REPORT))
        except finding.NotFound as error:
            raise ValidationError(str(error)) from error
        self.place_name = area.name
        return str(area.path)

    def clean_occurred_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["occurred_on"]
        if day is not None and day > self.today:
            raise ValidationError(_("发生日期不能晚于今天。"))
        return day

    def entry(self, parties: int) -> CaseEntry:
        """The dispute as the verb takes it."""
        given = self.cleaned_data
        title = given["title"] or title_of(self.place_name, self.kinds.get(given["kind_code"], ""))
        return CaseEntry(
            title=title,
            summary=given["summary"],
            path=given["area"],
            kind_code=given["kind_code"],
            source=given["source"],
            source_reference=given["source_reference"],
            place=given["place"],
            occurred_on=given["occurred_on"],
            scale=given["scale"],
            people_count=given["people_count"] or max(parties, 1),
            amount=given["amount"],
            risk=given["risk"],
            urgency=given["urgency"],
            statistics_row=given["statistics_row"],
        )


def title_of(place: str, kind: str) -> str:
    """永兴社区第一网格邻里纠纷: a name for a dispute that names nobody."""
    return f"{place}{kind}"[:100]


class PartyForm(forms.Form):
    """Somebody in the dispute. `index` is the row's place: the first applies, the second answers."""

    side = forms.ChoiceField(label=_("当事方"), choices=Side.choices)
    kind = forms.ChoiceField(label=_("类型"), choices=PartyKind.choices)
    name = _typed(_("姓名或名称"), 60, required=True)
    phone = phone_field(_("电话"))
    id_number = _typed(_("证件号码"), 30, **{"data-no-draft": True, "data-id-number": True})
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices)
    born_on = day_field(_("出生日期"), required=False)
    address = _typed(_("住址或单位"), 120)
    ethnicity = ethnicity_field()
    occupation = _typed(_("职业或职务"), 40)
    representative = _typed(_("法定代表人"), 40)
    agent_name = _typed(_("代理人"), 40)
    agent_power = forms.ChoiceField(label=_("代理权限"), choices=AgentPower.choices, required=False)
    agent_phone = phone_field(_("代理人电话"))

    ALWAYS = ("side", "kind", "name", "phone", "id_number", "sex", "born_on", "address")
    MORE = ("ethnicity", "occupation", "representative", "agent_name", "agent_power", "agent_phone")

    def __init__(self, *args: Any, today: dt.date, index: int | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "side": Side.APPLICANT if index == 0 else Side.RESPONDENT,
            "kind": PartyKind.PERSON,
            "sex": Sex.UNKNOWN,
            "agent_power": AgentPower.NONE,
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.today = today
        if index == 0 and not self.is_bound:  # whoever comes to the counter says their name first
            self.fields["name"].widget.attrs["autofocus"] = True

    @property
    def has_more(self) -> bool:
        """Whether something stands behind 民族、代理人等."""
        return any(self[name].value() or self[name].errors for name in self.MORE)

    def clean_born_on(self) -> dt.date | None:
        return sound_birth(self.cleaned_data["born_on"], self.today)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        read = read_party(self._entered(given), on=self.today)
        given |= {name: getattr(read.entry, name) for name in ("id_number", "sex", "born_on", "ethnicity")}
        for name, words in read.faults.items():
            if name not in self.errors:
                self.add_error(name, words)
        return given

    def _entered(self, given: dict[str, Any]) -> PartyEntry:
        """Of what is sound so far."""
        typed = {name: given[name] for name in (*self.ALWAYS, *self.MORE) if name in given}
        return PartyEntry(**{"side": "", "name": ""} | typed)

    def entry(self) -> PartyEntry:
        """The person or organisation as the verb takes it."""
        entered = self._entered(self.cleaned_data)
        if entered.agent_name and not entered.agent_power:
            return replace(entered, agent_power=AgentPower.GENERAL)
        return entered


class BaseParties(forms.BaseFormSet[PartyForm]):
    """Everybody in it. The first is needed; rows left as they came are nobody."""

    row_name = _("第 %(number)s 名当事人")
    default_error_messages = {
        **forms.BaseFormSet.default_error_messages,
        "too_few_forms": _("请至少填写一名当事人。"),
    }

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "index": index}

    def clean(self) -> None:
        seen: dict[tuple[str, ...], str] = {}
        for form in self.forms:
            given = form.cleaned_data if form.is_valid() else {}
            name, number, phone = (given.get(key) or "" for key in ("name", "id_number", "phone"))
            if number and ("id", number) in seen:
                form.add_error("id_number", _("同一证件号码的人不能在一件纠纷中出现两次。"))
            elif number:
                seen["id", number] = given["side"]
            if name and phone and seen.setdefault(("name", name, phone), given["side"]) != given["side"]:
                form.add_error("name", _("%(name)s同时登记在两方，请核对。") % {"name": name})

    def is_valid(self) -> bool:
        return super().is_valid() and not any(form.errors for form in self.forms)

    def entries(self) -> list[PartyEntry]:
        return [form.entry() for form in self.forms if form.cleaned_data.get("name")]


Parties = forms.formset_factory(
    PartyForm,
    formset=BaseParties,
    extra=1,
    min_num=1,
    max_num=MOST_PARTIES,
    validate_min=True,
    validate_max=True,
)
