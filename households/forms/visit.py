"""A visit as it is written down at the door: whom by one tap, how by one tap, one sentence."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.crypto.masks import mask_name
from households.choices import DemandKind, DoorKind, Way
from households.models import Demand, Door, EarlierText, Member, Visit
from households.visiting import DemandEntry, VisitEntry

NOBODY: Final = "NOBODY"
SOMEBODY: Final = "OTHER"
MOST_AT_ONCE: Final = 3
# What is heard most often; a tap writes it, and it can be changed.
PHRASES: Final = (
    _("家中平安，没有困难和诉求。"),
    _("宣讲了政策，已听明白。"),
    _("老人身体尚好，提醒按时吃药。"),
    _("提醒了用火用电安全。"),
    _("外出务工，家中有老人。"),
    _("反映的事情见诉求。"),
)
TOO_LONG: Final = _("最多%(limit_value)s字，现有%(show_value)s字。")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"class": "form-medium", "data-no-draft": True})


def longest(model: Any, name: str) -> int:
    """How much a column holds."""
    return int(model._meta.get_field(name).max_length)


class AtSomeTime(forms.Form):
    """When it was, which is never later than `at`; under a key made by the page."""

    visited_at = forms.DateTimeField(
        label=_("走访时间"),
        widget=MomentInput(),
        help_text=_("补记以前的走访才改。"),
        error_messages={"required": _("请填写时间。"), "invalid": _("时间格式应为 2026-11-22 14:30。")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean_visited_at(self) -> dt.datetime:
        moment: dt.datetime = self.cleaned_data["visited_at"]
        if moment > self.at:
            raise forms.ValidationError(_t("走访时间不能晚于现在。"))
        return moment


class VisitForm(AtSomeTime):
    """Whom, how, when, what. `members` are those of the household; names are masked for who may not read them."""

    field_order = ("met", "met_other", "way", "said", "visited_at", "key")

    met = forms.ChoiceField(
        label=_("见到谁"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择见到了谁。"), "invalid_choice": _("请重新选择见到了谁。")},
    )
    met_other = forms.CharField(
        label=_("其他人的姓名"),
        max_length=longest(Visit, "met"),
        required=False,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    way = forms.ChoiceField(
        label=_("方式"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择走访方式。")},
    )
    said = forms.CharField(
        label=_("所见所谈"),
        max_length=longest(Visit, "said"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写一句，或点上面的常用语。"), "max_length": TOO_LONG},
    )
    is_whole = True

    def __init__(
        self,
        *args: Any,
        door: Door | None,
        members: Sequence[Member],
        in_full: bool,
        at: dt.datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.names = {str(one.pk): one.name for one in members}
        if door is not None and door.kind == DoorKind.ENTITY and door.operator:
            self.names["OPERATOR"] = door.operator
        labels = {str(one.pk): str(one.get_relation_display()) for one in members}
        labels["OPERATOR"] = _t("经营者")
        if not self.is_whole:
            self.fields["met"].required = False
        if not self.is_whole or self.data.get("met") == NOBODY:
            self.fields["said"].required = False
        field: Any = self.fields["met"]
        field.choices = [
            *(
                (pk, f"{name if in_full else mask_name(name)} {labels[pk]}")
                for pk, name in self.names.items()
            ),
            (SOMEBODY, _t("其他人")),
            (NOBODY, _t("没见到人")),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("met") == SOMEBODY and "met_other" in given and not given["met_other"].strip():
            self.add_error("met_other", _t("请填写见到的人的姓名。"))
        return given

    def entry(self) -> VisitEntry:
        """The visit as the verb takes it."""
        given = self.cleaned_data
        picked = given["met"]
        met = given["met_other"] if picked == SOMEBODY else self.names.get(picked, "")
        return VisitEntry(
            way=given["way"],
            visited_at=given["visited_at"],
            met=met,
            found_nobody=picked == NOBODY,
            said=given["said"],
        )


class DraftForm(VisitForm):
    """The same while it is not whole."""

    is_whole = False


class CorrectionForm(VisitForm):
    """A visit put right, for a reason."""

    reason = forms.CharField(
        label=_("更正原因"),
        max_length=longest(EarlierText, "reason"),
        error_messages={"required": _("请写明更正原因。"), "max_length": TOO_LONG},
    )
    key = None  # type: ignore[assignment]  # a correction has none


class GridVisitForm(AtSomeTime):
    """A leader's visit to one of their grids."""

    field_order = ("path", "met", "said", "visited_at", "key")

    path = forms.ChoiceField(label=_("网格"), error_messages={"invalid_choice": _("请选择您包片的网格。")})
    met = forms.CharField(
        label=_("见到谁"),
        max_length=longest(Visit, "met"),
        help_text=_("如网格员、村干部、走访几户；群众的姓名记在各户的走访里。"),
        error_messages={"required": _("请写见到了谁。"), "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    said = forms.CharField(
        label=_("所见所谈"),
        max_length=longest(Visit, "said"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写一句所见所谈。"), "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, grids: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["path"]
        field.choices = grids

    def entry(self) -> VisitEntry:
        """The visit as the verb takes it."""
        given = self.cleaned_data
        return VisitEntry(
            way=Way.IN_PERSON, visited_at=given["visited_at"], met=given["met"], said=given["said"]
        )


class DemandForm(forms.Form):
    """What somebody asked for. Left empty it is none."""

    text = forms.CharField(
        label=_("要解决什么"),
        max_length=longest(Demand, "text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": TOO_LONG},
    )
    kind = forms.ChoiceField(
        label=_("类别"), choices=DemandKind.choices, widget=forms.RadioSelect, required=False
    )
    other_side = forms.CharField(
        label=_("纠纷另一方"),
        max_length=longest(Demand, "other_side"),
        required=False,
        help_text=_("选了矛盾纠纷才填，提交后自动登记为纠纷。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_mine = forms.BooleanField(label=_("我来办（不勾由乡镇分派）"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        is_dispute = given.get("kind") == DemandKind.DISPUTE
        other = (given.get("other_side") or "").strip()
        if is_dispute and not other:
            self.add_error("other_side", _t("请填写纠纷另一方的姓名或名称。"))
        if other and not is_dispute:
            self.add_error("other_side", _t("只有矛盾纠纷才填对方。"))
        if (is_dispute or other) and not (given.get("text") or "").strip() and "text" in given:
            self.add_error("text", _t("请写明是什么事。"))
        return given

    def entry(self, staff_id: Any) -> DemandEntry | None:
        """The demand as the verb takes it; None where nothing was written."""
        given = self.cleaned_data
        if not given["text"].strip():
            return None
        kind = given["kind"] or DemandKind.DEMAND
        return DemandEntry(
            text=given["text"],
            kind=kind,
            other_side=given["other_side"],
            staff_id=staff_id if given["is_mine"] and kind == DemandKind.DEMAND else None,
        )


def demand_forms(sent: Any) -> list[DemandForm]:
    """As many as one visit asks for on the page."""
    return [
        DemandForm(sent, prefix=f"d{number}", initial={"kind": DemandKind.DEMAND})
        for number in range(MOST_AT_ONCE)
    ]


class CommentForm(forms.Form):
    """What the head says."""

    comment = forms.CharField(
        label=_("写给走访人"),
        max_length=longest(Visit, "comment"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写下点评。"), "max_length": TOO_LONG},
    )
