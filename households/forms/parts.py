"""Fields that several forms of the room ask with."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms.fields import line_field
from core.rules.phones import PHONE
from households.choices import Relation
from households.models import Member

ONLY_A_PHONE: Final = rf"\A(?:{PHONE})\Z"
PHONE_LABEL: Final = _("电话")
NO_DRAFT: Final[dict[str, Any]] = {"autocomplete": "off", "data-no-draft": True}
ID_NUMBER: Final[dict[str, Any]] = {**NO_DRAFT, "data-id-number": True}
TO_A_HEAD: Final = [("", _("请选择")), *(row for row in Relation.choices if row[0] != Relation.HEAD)]


def line(
    label: Any, longest: int, help_text: Any = "", *, required: bool = False, **attrs: Any
) -> forms.CharField:
    """One line about a resident: no browser remembers it."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return line_field(label, help_text, longest=longest, required=required, widget=widget)


def phone(label: Any = PHONE_LABEL, help_text: Any = "") -> forms.RegexField:
    return forms.RegexField(
        ONLY_A_PHONE,
        label=label,
        required=False,
        max_length=20,
        help_text=help_text,
        widget=forms.TextInput(attrs={**NO_DRAFT, "inputmode": "tel"}),
        error_messages={"invalid": _("请填写11位手机号，或带区号的座机号。")},
    )


class WithRelations(forms.Form):
    """A form that asks what people are to a head: one field a person."""

    def ask_relations(self, people: list[Member], label: Any) -> None:
        self.people = people
        for one in people:
            self.fields[_name_of(one)] = forms.ChoiceField(
                label=label % {"name": one.name},
                choices=TO_A_HEAD,
                required=False,
                error_messages={"invalid_choice": _("请从列表中选择。")},
            )

    def related(self, given: dict[str, Any], *, needed: set[Any]) -> dict[Any, str]:
        """Member id → relation, of whom it was said; an error beside the field of whom it is needed and missing."""
        said = {}
        for one in self.people:
            value = given.get(_name_of(one), "")
            if value:
                said[one.pk] = value
            elif one.pk in needed and _name_of(one) not in self.errors:
                self.add_error(_name_of(one), ValidationError(_("请选择此项。")))
        return said


def _name_of(one: Member) -> str:
    return f"relation_{one.pk}"
