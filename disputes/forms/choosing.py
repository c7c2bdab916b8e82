"""Steps for which somebody or something has to be chosen: a mediator, a committee, another case."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms.fields import choice_field, text_field
from core.workcalendar.rules import day_of
from disputes.actions.accept_case import accept_case
from disputes.actions.assign_mediator import assign_mediator
from disputes.actions.hand_to_trade import hand_to_trade
from disputes.actions.merge_cases import merge_case
from disputes.forms.parts import NoteForm, ReasonForm
from disputes.mediators import committees_at, mediators_for, staff_named, trade_committees
from disputes.models import Case, Committee
from disputes.resemblance import case_called, cases_like


class _ChoosesMediator(NoteForm):
    """The mediators of the level that leads, then those whom the parties may choose (人民调解法 art. 19)."""

    mediator = choice_field(_("主办调解员"))
    is_chosen = forms.BooleanField(label=_("由双方当事人选定"), required=False)

    def prepare(self) -> None:
        groups: Any = mediators_for(self.case, on=day_of(self.at), without=self.known.recused_ids)
        empty = [] if self.fields["mediator"].required else [("", _("暂不指定"))]
        self.choose("mediator", [*empty, *groups])
        offered = {pk for _label, people in groups for pk, _name in people}
        if str(self.actor.person_id) in offered:
            self.fields["mediator"].initial = str(self.actor.person_id)


class Accept(_ChoosesMediator):
    intro = _("受理即编案号，期限从现在起算；谁受理、谁首问负责。")
    committee = choice_field(_("受理的调解委员会"), required=False)
    mediator = choice_field(_("主办调解员"), required=False)
    field_order = ("key", "seen", "committee", "mediator", "is_chosen")

    def prepare(self) -> None:
        super().prepare()
        del self.fields["note"]
        committees = committees_at(self.case)
        self.choose("committee", [(str(one.pk), one.name) for one in committees])
        if not committees:
            self.fields["committee"].help_text = _t("本级尚未设立调解委员会，请先在“调委会”中设立。")

    def take(self) -> Any:
        given = self.cleaned_data
        return accept_case(
            **self.common,
            committee=_committee(given["committee"]),
            mediator=staff_named(given["mediator"]),
            is_chosen=given["is_chosen"],
        )


class Assign(_ChoosesMediator):
    intro = _("更换主办人后，原主办人转为协办。")
    note = text_field(_("说明"), required=False, longest=200)

    def take(self) -> Any:
        given = self.cleaned_data
        mediator = staff_named(given["mediator"])
        if mediator is None:
            raise ValidationError({"mediator": _t("请选择此项。")})
        return assign_mediator(
            **self.common, mediator=mediator, is_chosen=given["is_chosen"], reason=self.words
        )


class HandToTrade(ReasonForm):
    intro = _("转行业性专业性调委会主办，本级转为协办。")
    committee = choice_field(_("行业调委会"))
    reason = text_field(_("转交原因"))

    def prepare(self) -> None:
        rows = trade_committees(self.case)
        self.choose("committee", [(str(one.pk), one.name) for one in rows])
        if not rows:
            self.fields["committee"].help_text = _t("没有受理这一类纠纷的行业调委会。")

    def take(self) -> Any:
        committee = _committee(self.cleaned_data["committee"])
        if committee is None:
            raise ValidationError({"committee": _t("请选择此项。")})
        return hand_to_trade(**self.common, committee=committee, reason=self.words)


class Merge(ReasonForm):
    intro = _("确认是同一件纠纷的，并入另一件；并案可以撤销。相似只是提示，由您判断。")
    into = forms.CharField(
        label=_("并入哪一件"),
        max_length=80,
        help_text=_("填案号或一案一码，也可从下拉提示中选。"),
        widget=forms.TextInput(attrs={"list": "cases-like", "autocomplete": "off"}),
        error_messages={"required": _("请填写案号或一案一码。")},
    )
    reason = text_field(_("为什么是同一件"))

    def prepare(self) -> None:
        self.likes = cases_like(self.case, self.actor, on=day_of(self.at))

    def clean_into(self) -> Case:
        found = case_called(self.cleaned_data["into"], self.actor, on=day_of(self.at))
        if found is None:
            raise ValidationError(_t("没有找到这一件，请核对案号或一案一码。"))
        return found

    def take(self) -> Any:
        return merge_case(**self.common, into=self.cleaned_data["into"], reason=self.words)


def _committee(pk: str | UUID) -> Committee | None:
    found: Committee | None = Committee.objects.filter(pk=pk).first() if pk else None
    return found
