"""What every form of a step has: the step's own key, the revision that was on the page, and the verb it leads to."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from core.permissions.actor import Actor
from disputes.facts import Facts
from disputes.models import Case

REASON_LENGTH = 2000


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "form-short"})


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"class": "form-medium"})


def day_field(label: Any, help_text: Any = "", **more: Any) -> forms.DateField:
    errors = {"required": _("请填写日期。"), "invalid": _("日期格式应为 2026-11-22。")}
    return forms.DateField(label=label, help_text=help_text, widget=DayInput(), error_messages=errors, **more)


def moment_field(label: Any, help_text: Any = "", **more: Any) -> forms.DateTimeField:
    errors = {"required": _("请填写时间。"), "invalid": _("时间格式应为 2026-11-22 14:30。")}
    return forms.DateTimeField(
        label=label, help_text=help_text, widget=MomentInput(), error_messages=errors, **more
    )


def text_field(
    label: Any, help_text: Any = "", *, rows: int = 3, longest: int = REASON_LENGTH, **more: Any
) -> forms.CharField:
    errors = {
        "required": _("请填写此项。"),
        "max_length": _("最多 %(limit_value)d 字，现有 %(show_value)d 字。"),
    }
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=errors,
        **more,
    )


def line_field(label: Any, help_text: Any = "", *, longest: int, **more: Any) -> forms.CharField:
    errors = {
        "required": _("请填写此项。"),
        "max_length": _("最多 %(limit_value)d 字，现有 %(show_value)d 字。"),
    }
    return forms.CharField(
        label=label, help_text=help_text, max_length=longest, error_messages=errors, **more
    )


def choice_field(label: Any, choices: Any = (), help_text: Any = "", **more: Any) -> forms.ChoiceField:
    errors = {"required": _("请选择此项。"), "invalid_choice": _("请从列表中选择。")}
    return forms.ChoiceField(label=label, choices=choices, help_text=help_text, error_messages=errors, **more)


class StepForm(forms.Form):
    """One step on a case. `intro` stands above it, `asks` before it is done; `take` calls the verb.

    `key` and `seen` travel hidden: sent twice it is one step, and who saw an older page is told.
    """

    intro: ClassVar[str | Text] = ""
    asks: ClassVar[str | Text] = ""
    template: ClassVar[str] = "disputes/step.html"

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, case: Case, actor: Actor, facts: Facts, at: dt.datetime, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.case, self.actor, self.known, self.at = case, actor, facts, at
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the case."""

    def choose(self, name: str, choices: Any) -> None:
        """Give a field its choices."""
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def common(self) -> dict[str, Any]:
        """What every verb of a step is given."""
        given = self.cleaned_data
        return {
            "case": self.case,
            "actor": self.actor,
            "at": self.at,
            "key": given["key"],
            "seen": given["seen"],
        }

    def take(self) -> Any:
        """Call the verb; it raises Refused with a sentence for this form."""
        raise NotImplementedError


class ReasonForm(StepForm):
    """A step that only needs its reason in words."""

    reason = text_field(_("原因"))

    @property
    def words(self) -> str:
        return str(self.cleaned_data["reason"])


class NoteForm(StepForm):
    """A step to which something may be said."""

    note = text_field(_("说明"), required=False)

    @property
    def words(self) -> str:
        return str(self.cleaned_data["note"])
