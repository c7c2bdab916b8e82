"""What a list is asked for, out of its address. What is not understood is left out and said in a sentence."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import finding
from core.forms.filtering import DayFilter, Filters, SortField, WordsField, one_of
from core.permissions.actor import Actor
from disputes.choices import Card, Level, Risk, Scope, Source, State, TimeGroup, Urgency
from disputes.exports import CASES
from disputes.forms.fields import options_field
from disputes.policies import FIGURES, VIEW
from disputes.queue import IN_HAND, Asked

GROUPS = {group.name.lower(): group for group in TimeGroup}
ORDERS = {column.key: column.order for column in CASES.columns if column.order}


class CaseFilters(Filters):
    """The filters of the list; each stands in the address under its own name, so that a view can be sent on."""

    q = WordsField(label=_("编号、当事人、地点"))
    state = one_of(_("环节"), State.choices)
    kind = one_of(_("类型"), [])
    area = options_field(_("区域"), "case_areas", required=False)
    mediator = options_field(_("主办人"), "case_mediators", required=False)
    level = one_of(_("层级"), Level.choices)
    risk = one_of(_("风险"), Risk.choices)
    urgency = one_of(_("紧急程度"), Urgency.choices)
    card = one_of(_("督办牌"), [row for row in Card.choices if row[0]])
    source = one_of(_("来源"), Source.choices)
    since = DayFilter(_("登记起"))
    until = DayFilter(_("登记止"))
    late = forms.BooleanField(label=_("曾逾期"), required=False)
    mine = forms.BooleanField(label=_("只看我的"), required=False)
    scope = one_of("", Scope.choices, widget=forms.HiddenInput)
    group = one_of("", GROUPS.items(), widget=forms.HiddenInput)
    sort = SortField(ORDERS)

    ALWAYS = ("q", "state", "kind", "area", "mediator")
    MORE = ("level", "risk", "urgency", "card", "source", "since", "until", "late", "mine")

    def __init__(self, *args: Any, actor: Actor | None, kinds: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "f-%s", **kwargs})
        self.actor = actor
        field: Any = self.fields["kind"]
        field.choices = [("", _("全部")), *kinds.items()]

    def clean_area(self) -> str:
        """The path of the area that was typed; "" where nothing was."""
        words = self.cleaned_data["area"]
        if not words or self.actor is None:
            return str(words)
        paths = sorted({*self.actor.paths_for(VIEW), *self.actor.paths_for(FIGURES)})
        try:
            return str(finding.find_area(words, paths).path)
        except finding.NotFound as error:
            raise forms.ValidationError(str(error)) from error

    def clean_mediator(self) -> Any:
        words = self.cleaned_data["mediator"]
        if not words or self.actor is None:
            return None
        try:
            return finding.find_staff(words, self.actor)
        except finding.NotFound as error:
            raise forms.ValidationError(str(error)) from error

    def asked(self) -> Asked:
        """The list that is asked for."""
        self.is_valid()
        given = self.cleaned_data
        sort = given.get("sort", "")
        order = ORDERS.get(sort.removeprefix("-"), "")
        mediator = given.get("mediator")
        scope = given.get("scope") or Scope.OPEN
        return Asked(
            words=given.get("q", ""),
            scope=scope,
            group=GROUPS.get(given.get("group", "")) if scope in IN_HAND else None,
            state=given.get("state", ""),
            level=given.get("level", ""),
            kind=given.get("kind", ""),
            path=given.get("area", ""),
            mediator_id=mediator.pk if mediator else None,
            risk=given.get("risk", ""),
            urgency=given.get("urgency", ""),
            card=given.get("card", ""),
            source=given.get("source", ""),
            was_late=given.get("late", False),
            is_mine=given.get("mine", False),
            since=given.get("since"),
            until=given.get("until"),
            order=("-" if sort.startswith("-") else "") + order if order else "",
        )

    @property
    def has_more(self) -> bool:
        """Whether one of the filters behind “更多” is set."""
        return any(self.cleaned_data.get(name) for name in self.MORE) or any(
            name in self.errors for name in self.MORE
        )

    @property
    def words(self) -> str:
        """What was asked for, as a record and a paper keep it: 在办；环节：调解中. Typed words may name somebody: left out."""
        shown = []
        for name in (*self.ALWAYS, *self.MORE):
            value, field = self.cleaned_data.get(name) or self[name].data, self.fields[name]
            if not value or name in self.errors:
                continue
            if name == "q":
                shown.append(str(_("按关键词")))
            elif isinstance(field, forms.BooleanField):
                shown.append(str(field.label))
            else:
                labels = dict(cast(Any, field.choices)) if isinstance(field, forms.ChoiceField) else {}
                shown.append(f"{field.label}：{labels.get(value, self[name].data)}")
        scope = self.cleaned_data.get("scope") or Scope.OPEN
        return "；".join([str(Scope(scope).label), *shown])
