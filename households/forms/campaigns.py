"""Asking a question of every household, and answering it."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.fields import choice_field, day_field, line_field, text_field
from households.choices import Asks, Deletes, QuestionKind
from households.models import Campaign
from households.rules.answers import LONGEST, options_of, refusal_of_answer, refusal_of_options


class CampaignForm(forms.Form):
    """A campaign. Nothing here chooses people: it goes to everybody in the area."""

    title = line_field(gettext_lazy("名称"), longest=60)
    question = line_field(gettext_lazy("问题"), gettext_lazy("问每一户或每个网格的那一句话。"), longest=200)
    kind = choice_field(gettext_lazy("答复方式"), QuestionKind.choices)
    options = text_field(
        gettext_lazy("选项"), gettext_lazy("方式为“选项”时填写，每行一个。"), longest=300, required=False
    )
    asks = choice_field(gettext_lazy("范围"), Asks.choices)
    path = choice_field(gettext_lazy("区域"))
    ground = line_field(gettext_lazy("法律依据"), gettext_lazy("法律法规的名称和条款。"), longest=200)
    purpose = line_field(gettext_lazy("用途"), longest=200)
    opens_on = day_field(gettext_lazy("开始"))
    ends_on = day_field(gettext_lazy("截止"), gettext_lazy("截止日的次日零时起按约定删除。"))
    deletes = choice_field(gettext_lazy("截止后删除"), Deletes.choices, gettext_lazy("各网格的汇总数保留。"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["path"]
        field.choices = places

    def clean_options(self) -> list[str]:
        lines = str(self.cleaned_data["options"]).splitlines()
        return [line.strip() for line in lines if line.strip()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "kind" in given and "options" in given:
            why = refusal_of_options(given["kind"], given["options"])
            if why:
                self.add_error("options", why)
        if given.get("opens_on") and given.get("ends_on") and given["ends_on"] < given["opens_on"]:
            self.add_error("ends_on", _("截止日不能早于开始日。"))
        return given


class AnswerForm(forms.Form):
    """What one household or grid answers."""

    value = line_field(gettext_lazy("答复"), longest=LONGEST)
    note = text_field(gettext_lazy("备注"), rows=2, longest=300, required=False)
    follow_until = day_field(gettext_lazy("跟进至"), gettext_lazy("需要再看一次的填写。"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, today: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.campaign, self.today = campaign, today
        known = options_of(campaign.kind, campaign.options)
        if known:
            choices = [("", _("请选择")), *((word, word) for word in known)]
            self.fields["value"] = choice_field(gettext_lazy("答复"), choices)
        elif campaign.kind == QuestionKind.NUMBER:
            self.fields["value"].widget.attrs |= {"inputmode": "decimal", "class": "form-short"}

    def clean_value(self) -> str:
        value = str(self.cleaned_data["value"]).strip()
        if why := refusal_of_answer(self.campaign.kind, self.campaign.options, value):
            raise ValidationError(why)
        return value

    def clean_follow_until(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["follow_until"]
        if day and not self.today <= day <= self.campaign.ends_on:
            raise ValidationError(_("跟进日期应在今天与截止日之间。"))
        return day


class FollowedForm(forms.Form):
    """What was found when somebody looked again."""

    text = text_field(gettext_lazy("跟进情况"), rows=2, longest=300)
