"""The agreement's editor, its signatures, what is owed by it, and the court's confirmation."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms.fields import choice_field, day_field, line_field, text_field
from core.workcalendar.rules import day_of
from disputes.actions.apply_for_confirmation import apply_for_confirmation, note_confirmation
from disputes.actions.draft_agreement import AgreementEntry, ObligationEntry, draft_agreement
from disputes.actions.perform_obligation import perform_obligation
from disputes.actions.sign_agreement import sign_agreement
from disputes.choices import PARTIES
from disputes.choices import AgreementForm as Form
from disputes.forms.parts import StepForm
from disputes.models import Agreement, Confirmation, Obligation
from disputes.rules.wording import items_in
from disputes.selectors import parties_of

ROWS_AT_FIRST, ROWS_MORE, ROWS_MOST = 3, 3, 40


class ObligationForm(forms.Form):
    """One row of what is owed; an empty row is no row."""

    what = line_field(_("履行内容"), longest=200, required=False)
    party = choice_field(_("履行人"), required=False)
    amount = forms.DecimalField(
        label=_("金额（元）"),
        required=False,
        min_value=Decimal("0.01"),
        max_digits=14,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "form-short", "step": "0.01"}),
    )
    due_on = day_field(_("履行期限"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["party"]
        field.choices = [("", _t("双方")), *people]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if any(given.get(name) for name in ("what", "amount", "due_on")):
            if not given.get("what") and "what" not in self.errors:
                self.add_error("what", _t("请写明履行什么。"))
            if not given.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _t("请填写履行期限。"))
        return given

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("what"))


class BaseObligations(forms.BaseFormSet[ObligationForm]):
    """What is owed, one thing after the other."""

    row_name = _("第 %(number)s 期")


Obligations = forms.formset_factory(
    ObligationForm, formset=BaseObligations, extra=0, max_num=ROWS_MOST, absolute_max=ROWS_MOST
)


class DraftForm(StepForm):
    """What the parties agree; each line of the content is an item, numbered by the paper itself."""

    template = "disputes/agreement_form.html"
    intro = _("协议编号用案号。重新保存会替换未生效的草稿。")

    form = choice_field(_("形式"), Form.choices, widget=forms.RadioSelect)
    agreed_on = day_field(_("达成日期"))
    facts = text_field(_("纠纷主要事实、争议事项"), rows=5, longest=5000, required=False)
    content = text_field(_("协议内容"), _("一行一项，印出来自动编号。"), rows=7, longest=10_000)
    performance = line_field(_("履行方式"), longest=300, required=False)
    copies = forms.IntegerField(
        label=_("份数"), min_value=1, max_value=30, initial=3,
        widget=forms.NumberInput(attrs={"class": "form-short"}),
    )  # fmt: skip

    def prepare(self) -> None:
        rows = parties_of(self.case, *PARTIES)
        people = [(str(row.pk), row.name) for row in rows]
        common: dict[str, Any] = {"prefix": "owed", "form_kwargs": {"people": people}}
        if self.is_bound:
            self.rows = Obligations(self.data, **common)
            return
        standing = Agreement.objects.filter(case=self.case, voided_at=None).first()
        self.initial = {**_standing(standing), **self.initial}
        self.fields["agreed_on"].initial = day_of(self.at)
        self.fields["form"].initial = Form.WRITTEN
        self.fields["facts"].initial = self.case.summary
        filled = self.initial.get("rows") or _owed(standing)
        empty: list[dict[str, Any]] = [{} for _row in range(ROWS_MORE if filled else ROWS_AT_FIRST)]
        self.rows = Obligations(initial=[*filled, *empty][:ROWS_MOST], **common)

    def is_valid(self) -> bool:
        return super().is_valid() & self.rows.is_valid()

    def take(self) -> Any:
        given = self.cleaned_data
        return draft_agreement(
            case=self.case,
            entry=AgreementEntry(
                form=given["form"],
                content="\n".join(items_in(given["content"])),
                agreed_on=given["agreed_on"],
                facts=given["facts"],
                performance=given["performance"],
                copies=given["copies"],
                obligations=[_entry(row.cleaned_data) for row in self.rows if row.is_filled],
            ),
            actor=self.actor,
            at=self.at,
            key=given["key"],
        )


def typed_so_far(data: Any) -> dict[str, Any]:
    """What was typed into the editor, to be drawn again with more rows and without a word of criticism."""
    typed: dict[str, Any] = {name: data.get(name, "") for name in DraftForm.base_fields}
    try:
        count = min(int(data.get("owed-TOTAL_FORMS", 0)), ROWS_MOST)
    except ValueError:
        count = 0
    names = ObligationForm.base_fields
    typed["rows"] = [{name: data.get(f"owed-{at}-{name}", "") for name in names} for at in range(count)]
    return typed


class SignForm(StepForm):
    """The three conditions of effect, as they are met."""

    parties_signed_on = day_field(_("当事人签名日"), required=False)
    mediator_signed_on = day_field(_("调解员签名日"), required=False)
    sealed_on = day_field(_("调委会盖章日"), required=False)

    def __init__(self, *args: Any, agreement: Agreement, **more: Any) -> None:
        self.agreement = agreement
        super().__init__(*args, **more)

    def prepare(self) -> None:
        for name in ("parties_signed_on", "mediator_signed_on", "sealed_on"):
            self.fields[name].initial = getattr(self.agreement, name)

    def take(self) -> Any:
        given = self.cleaned_data
        return sign_agreement(
            agreement=self.agreement,
            parties_signed_on=given["parties_signed_on"],
            mediator_signed_on=given["mediator_signed_on"],
            sealed_on=given["sealed_on"],
            actor=self.actor,
            at=self.at,
        )


class PerformForm(StepForm):
    """One thing owed was done."""

    performed_on = day_field(_("履行日期"))
    proof = line_field(_("凭证"), _("如：收条、转账截图；原件扫描归入卷宗。"), longest=200, required=False)

    def __init__(self, *args: Any, obligation: Obligation, **more: Any) -> None:
        self.obligation = obligation
        super().__init__(*args, **more)

    def prepare(self) -> None:
        self.fields["performed_on"].initial = day_of(self.at)

    def take(self) -> Any:
        given = self.cleaned_data
        return perform_obligation(
            obligation=self.obligation,
            performed_on=given["performed_on"],
            proof=given["proof"],
            actor=self.actor,
            at=self.at,
        )


class ApplyForm(StepForm):
    """Both sides go to court together."""

    intro = _("双方认为有必要的，自协议生效之日起三十日内共同向人民法院申请（人民调解法第三十三条）。")
    court = line_field(_("法院"), longest=60)
    applied_on = day_field(_("申请日期"))
    is_joint = forms.BooleanField(
        label=_("双方当事人共同申请"),
        error_messages={"required": _("司法确认须由双方当事人共同申请。")},
    )

    def __init__(self, *args: Any, agreement: Agreement, **more: Any) -> None:
        self.agreement = agreement
        super().__init__(*args, **more)

    def take(self) -> Any:
        given = self.cleaned_data
        return apply_for_confirmation(
            agreement=self.agreement,
            court=given["court"],
            applied_on=given["applied_on"],
            is_joint=given["is_joint"],
            actor=self.actor,
            at=self.at,
            key=given["key"],
        )


class RulingForm(StepForm):
    """What the court said."""

    reference = line_field(_("法院案号"), longest=60)
    decided_on = day_field(_("裁定日期"))
    is_confirmed = choice_field(
        _("裁定"), [("1", _("协议有效")), ("0", _("驳回申请"))], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, confirmation: Confirmation, **more: Any) -> None:
        self.confirmation = confirmation
        super().__init__(*args, **more)

    def take(self) -> Any:
        given = self.cleaned_data
        return note_confirmation(
            confirmation=self.confirmation,
            reference=given["reference"],
            decided_on=given["decided_on"],
            is_confirmed=given["is_confirmed"] == "1",
            actor=self.actor,
            at=self.at,
        )


def _entry(given: dict[str, Any]) -> ObligationEntry:
    due_on: dt.date = given["due_on"]
    return ObligationEntry(
        what=given["what"], due_on=due_on, party_id=given["party"] or None, amount=given["amount"]
    )


def _standing(agreement: Agreement | None) -> dict[str, Any]:
    if agreement is None:
        return {}
    return {
        "form": agreement.form,
        "agreed_on": agreement.agreed_on,
        "facts": agreement.facts.reveal(),
        "content": agreement.content.reveal(),
        "performance": agreement.performance,
        "copies": agreement.copies,
    }


def _owed(agreement: Agreement | None) -> list[dict[str, Any]]:
    if agreement is None:
        return []
    rows = Obligation.objects.filter(agreement=agreement).order_by("position")
    return [
        {"what": row.what, "party": str(row.party_id or ""), "amount": row.amount, "due_on": row.due_on}
        for row in rows
    ]
