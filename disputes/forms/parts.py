"""What every form of a step has: the step's own key, the revision that was on the page, and the verb it leads to."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from core.forms.fields import text_field
from core.permissions.actor import Actor
from disputes.facts import Facts
from disputes.models import Case


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
