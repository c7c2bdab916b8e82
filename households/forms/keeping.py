"""Forms of the acts on a door that stands."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import finding
from accounts.forms.posts import typed
from core.forms.fields import choice_field, day_field, text_field
from core.permissions.actor import Actor
from households.actions.close_door import FOR_KIND
from households.actions.leave_household import REASONS
from households.choices import DoorEnd, DoorKind, MemberEnd, Relation, RequestKind, RequestState
from households.forms.entering import MemberForm
from households.forms.parts import ID_NUMBER, WithRelations, line, phone
from households.models import Door, Member
from households.policies import REGISTER

LEFT_BLANK = _("留空即不改；要删去，勾选下面一项。")


class ChangeDoorForm(forms.Form):
    """An empty phone leaves the one that is there: it isn't shown here."""

    name = line(_("名称"), 60, required=True)
    credit_code = line(_("统一社会信用代码"), 18)
    operator = line(_("经营者"), 40)
    address = line(_("地址"), 120, required=True)
    number = line(_("户编号"), 24)
    walk_order = forms.IntegerField(
        label=_("走访次序"),
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "form-short"}),
    )
    phone = phone(_("联系电话"), LEFT_BLANK)
    drop_phone = forms.BooleanField(label=_("删去联系电话"), required=False)
    note = line(_("备注"), 300)
    reason = line(_("更正原因"), 200)

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name not in ("phone", "drop_phone", "reason")]
        super().__init__(*args, **{"initial": {name: getattr(door, name) for name in names}, **kwargs})
        if door.kind == DoorKind.HOUSEHOLD:
            for name in ("name", "credit_code", "operator"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """What the verb is given."""
        return _kept(self.cleaned_data, {"phone": "drop_phone"})


class AwayForm(forms.Form):
    from_on = day_field(_("外出日"))
    until = day_field(_("预计返回"), _("不知道就留空。"), required=False)


class MoveForm(forms.Form):
    area = typed(_("划到哪个网格"), "door_areas", _("填网格的名称或编码。"))
    address = line(_("新地址"), 120, _("地址不变就留空。"))
    walk_order = forms.IntegerField(
        label=_("走访次序"), min_value=0, max_value=1_000_000, required=False,
        widget=forms.NumberInput(attrs={"class": "form-short"}),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_area(self) -> str:
        return _path_of(self.cleaned_data["area"], self.actor)


class CloseForm(forms.Form):
    why = choice_field(_("注销原因"), ())
    on = day_field(_("注销日"))
    reason = line(_("说明"), 200)

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["why"]
        field.choices = [(why.value, DoorEnd(why).label) for why in FOR_KIND[DoorKind(door.kind)]]


class AddMemberForm(MemberForm):
    """Somebody who comes in; the head is there already."""

    on = day_field(_("入户日"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, index=1, **kwargs)
        _without_head(self)


class ChangeMemberForm(MemberForm):
    """A phone or number left empty stays as it is: it isn't shown here. A minor's birth isn't either."""

    id_number = line(_("身份证号"), 30, LEFT_BLANK, **ID_NUMBER)
    drop_id_number = forms.BooleanField(label=_("删去身份证号"), required=False)
    phone = phone(_("电话"), LEFT_BLANK)
    drop_phone = forms.BooleanField(label=_("删去电话"), required=False)
    drop_born_on = forms.BooleanField(label=_("删去出生日期"), required=False)
    reason = line(_("更正原因"), 200)
    field_order = (
        "name", "relation", "sex", "born_on", "drop_born_on", "id_number", "drop_id_number", "phone", "drop_phone",
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, hides_birth: bool, **kwargs: Any) -> None:
        shown = {name: getattr(member, name) for name in ("name", "relation", "sex", "is_away", "returns_on")}
        if not hides_birth:
            shown["born_on"] = member.born_on
        super().__init__(*args, initial=shown, **kwargs)
        self.fields["born_on"].help_text = LEFT_BLANK
        if member.relation == Relation.HEAD:
            del self.fields["relation"]
        else:
            _without_head(self)

    def values(self) -> dict[str, Any]:
        """What the verb is given."""
        drops = {"phone": "drop_phone", "id_number": "drop_id_number", "born_on": "drop_born_on"}
        return _kept(self.cleaned_data, drops, none={"born_on"})


class HeadForm(WithRelations):
    """Another head, and what the others are to them."""

    head = choice_field(_("新户主"), ())

    def __init__(self, *args: Any, people: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["head"]
        field.choices = [
            ("", _("请选择")),
            *((str(one.pk), one.name) for one in people if one.relation != Relation.HEAD),
        ]
        self.ask_relations(people, _("%(name)s与新户主的关系"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        former = {one.pk for one in self.people if one.relation == Relation.HEAD}
        given["relations"] = self.related(given, needed=former if given.get("head") else set())
        given["head"] = next((one for one in self.people if str(one.pk) == given.get("head")), None)
        return given


class LeaveForm(WithRelations):
    """Why and since when somebody is no longer there; where the head leaves, who follows."""

    why = choice_field(_("离户原因"), [(why.value, MemberEnd(why).label) for why in REASONS])
    on = day_field(_("离户日"))

    def __init__(self, *args: Any, member: Member, people: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rest = [one for one in people if one.pk != member.pk]
        self.people = []
        self.names_head = member.relation == Relation.HEAD and bool(rest)
        if self.names_head:
            self.fields["head"] = choice_field(
                _("新户主"), [("", _("请选择")), *((str(one.pk), one.name) for one in rest)]
            )
            self.ask_relations(rest, _("%(name)s与新户主的关系"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = given.get("head", "")
        needed = {one.pk for one in self.people if str(one.pk) != chosen} if chosen else set()
        given["relations"] = self.related(given, needed=needed)
        given["head"] = next((one for one in self.people if str(one.pk) == chosen), None)
        return given


class SplitForm(WithRelations):
    """Who leaves, who heads the new household, where it is."""

    leaving = forms.MultipleChoiceField(
        label=_("分出的成员"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择分出的成员，原户至少留一人。"), "invalid_choice": _("请从列表中选择。")},
    )  # fmt: skip
    head = choice_field(_("新户户主"), ())
    address = line(_("新户地址"), 120, required=True)
    area = typed(_("新户网格"), "door_areas", _("与原户同一网格就留空。"), required=False)
    number = line(_("新户编号"), 24)
    on = day_field(_("分户日"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[Member], actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        rest = [one for one in people if one.relation != Relation.HEAD]
        leaving: Any = self.fields["leaving"]
        leaving.choices = [(str(one.pk), f"{one.name}（{one.get_relation_display()}）") for one in rest]
        head: Any = self.fields["head"]
        head.choices = [("", _("请选择")), *((str(one.pk), one.name) for one in rest)]
        self.ask_relations(rest, _("%(name)s与新户主的关系"))

    def clean_area(self) -> str:
        return _path_of(self.cleaned_data["area"], self.actor) if self.cleaned_data["area"] else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = set(given.get("leaving", []))
        if given.get("head") and given["head"] not in chosen:
            self.add_error("head", _("户主须在分出的成员之中。"))
        gone = [one for one in self.people if str(one.pk) in chosen]
        needed = {one.pk for one in gone if str(one.pk) != given.get("head")}
        given["relations"] = self.related(given, needed=needed)
        given["leaving"] = [one.pk for one in gone]
        given["head"] = next((one.pk for one in gone if str(one.pk) == given.get("head")), None)
        return given


class MergeForm(WithRelations):
    """What the people of this door are to the head of the other one."""

    on = day_field(_("并户日"))

    def __init__(self, *args: Any, people: list[Member], into: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_relations(people, _("%(name)s与户主的关系"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["relations"] = self.related(given, needed={one.pk for one in self.people})
        return given


class LookForm(forms.Form):
    reason = line(_("查看原因"), 100, required=True)
    with_minors = forms.BooleanField(label=_("包括未成年人"), required=False)


class TakeRequestForm(forms.Form):
    """What a resident asks about their own data."""

    kind = choice_field(_("请求"), RequestKind.choices)
    member = choice_field(_("何人的信息"), (), required=False)
    asked_by = line(_("请求人"), 40, _("本人或其监护人、代理人。"), required=True)
    text = text_field(_("内容"), _("要查什么、哪里不对、删去什么。"), longest=500)

    def __init__(self, *args: Any, people: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        field: Any = self.fields["member"]
        field.choices = [("", _("全户")), *((str(one.pk), one.name) for one in people)]

    def clean_member(self) -> Member | None:
        return next((one for one in self.people if str(one.pk) == self.cleaned_data["member"]), None)


class AnswerRequestForm(forms.Form):
    state = choice_field(
        _("结果"), [(one.value, one.label) for one in (RequestState.DONE, RequestState.REFUSED)]
    )
    answer = text_field(_("答复"), _("办了什么；不予办理的，写明理由。"), longest=500)


class TwinForm(forms.Form):
    note = line(_("说明"), 200)


def _without_head(form: forms.Form) -> None:
    field: Any = form.fields["relation"]
    field.choices = [row for row in Relation.choices if row[0] != Relation.HEAD]


def _kept(
    given: dict[str, Any], drops: dict[str, str], none: frozenset[str] | set[str] = frozenset()
) -> dict[str, Any]:
    """The values without what was left blank and is not to be dropped."""
    values = {name: value for name, value in given.items() if name not in ("reason", *drops.values())}
    for name, drop in drops.items():
        if given.get(drop):
            values[name] = None if name in none else ""
        elif not values.get(name):
            values.pop(name, None)
    return values


def _path_of(words_typed: str, actor: Actor) -> str:
    try:
        return str(finding.find_area(words_typed, actor.paths_for(REGISTER)).path)
    except finding.NotFound as error:
        raise ValidationError(str(error)) from error
