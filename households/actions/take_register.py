"""Doors and people of a sheet come into the register, or are put right by it: some statements for thousands of rows."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from core.audit.actions.record import Entry, record, record_many
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import require
from core.rules.batches import batched
from core.rules.codes import new_code
from core.rules.identity import read_credit_code
from core.rules.initials import initials_of
from core.tenancy.ids import uuid7
from core.tenancy.inserting import insert_each
from core.tenancy.updating import update_each
from core.workcalendar.rules import day_of
from households.actions.pair_doors import pair_doors
from households.choices import PairedBy, Presence
from households.entering import new_member, tokens_for
from households.log_codes import DOOR_CHANGED, REGISTER_TAKEN
from households.meeting import relation_order
from households.models import Door, DoorToken, Member
from households.policies import may_keep_register
from households.registering import plain, read_number, told
from households.wanted import Wanted, WantedMember

BATCH: Final = 4_000  # doors at once: what bounds the memory
_DOOR_COLUMNS: Final = (
    "number",
    "name",
    "initials",
    "address",
    "phone",
    "phone_index",
    "phone_last4",
    "credit_code",
    "credit_unverified",
    "operator",
    "presence",
    "away_from",
    "away_until",
    "note",
)
_MEMBER_COLUMNS: Final = (
    "name",
    "initials",
    "relation",
    "sex",
    "born_on",
    "id_number",
    "id_number_index",
    "id_unverified",
    "phone",
    "phone_index",
    "phone_last4",
    "is_away",
    "returns_on",
)


@transaction.atomic
def take_register(*, doors: Sequence[Wanted], actor: Actor, at: dt.datetime) -> None:
    """Enter the doors that don't stand yet, change what the sheet says otherwise, and pair those that name a cadre.

    One record says how many came in; a door that was changed has its own.

    Args:
        doors: as `meeting` left them; what stands in the register already is known by `standing`.

    Raises:
        Refused: a door of somebody else's ground, a cadre who can't be paired.
        IntegrityError: somebody entered one of them meanwhile; nothing is kept.
    """
    posts = {path: require(may_keep_register(actor, path=path)) for path in {one.entry.path for one in doors}}
    post, today = next(iter(posts.values()), None), day_of(at)
    entered = people = changed = 0
    pairs = {}
    for some in batched(doors, BATCH):
        new = [door for door in some if door.standing is None]
        rows = _enter(new, today)
        entered += len(new)
        people += sum(len(door.people) for door in new)
        differing = [door for door in some if door.standing is not None and door.is_changed]
        people += sum(len(door.newcomers) for door in differing)
        _change(differing, actor=actor, post=post, at=at)
        changed += len(differing)
        ids = {id(door): row.pk for door, row in zip(new, rows, strict=True)}
        for door in some:
            if door.staff_id is not None:
                pairs[door.standing.pk if door.standing else ids[id(door)]] = door.staff_id
    if pairs:
        pair_doors(pairs=pairs, from_on=today, how=PairedBy.SHEET, actor=actor, at=at)
    record(
        REGISTER_TAKEN,
        actor=actor,
        post=post,
        at=at,
        after={"entered": entered, "changed": changed, "people": people, "paired": len(pairs)},
    )


def _enter(wanted: Sequence[Wanted], today: dt.date) -> list[Door]:
    doors = [_new_door(one, today) for one in wanted]
    people = [
        [_new_member(door, person, today) for person in one.people]
        for door, one in zip(doors, wanted, strict=True)
    ]
    _insert(Door, doors, ("id", "kind", "path", "service_code", *_DOOR_COLUMNS), opened_on=today)
    _insert_people([person for household in people for person in household], today)
    _index(zip(doors, people, strict=True))
    return doors


def _new_door(wanted: Wanted, today: dt.date) -> Door:
    entry = wanted.entry
    code = read_credit_code(entry.credit_code) if entry.credit_code else None
    is_away = bool(wanted.is_away)
    return Door(
        id=uuid7(),
        kind=entry.kind,
        path=entry.path,
        number=entry.number,
        name=entry.name,
        initials=initials_of(entry.name)[:30],
        address=entry.address,
        phone=entry.phone,
        credit_code=code.text if code else "",
        credit_unverified=bool(code and not code.is_sound),
        operator=entry.operator,
        presence=Presence.AWAY if is_away else Presence.HOME,
        away_from=(wanted.away_from or today) if is_away else None,
        away_until=wanted.away_until if is_away else None,
        note=entry.note,
        service_code=new_code(),
    )


def _new_member(door: Door, person: WantedMember, today: dt.date) -> Member:
    return new_member(door, person.entry, on=today)


def _insert_people(people: Sequence[Member], today: dt.date) -> None:
    _insert(Member, people, ("id", "door_id", *_MEMBER_COLUMNS), from_on=today)


def _insert(model: Any, rows: Sequence[Any], columns: Sequence[str], **shared: Any) -> None:
    if rows:
        insert_each(
            model, each={name: [getattr(row, name) for row in rows] for name in columns}, shared=shared
        )


def _index(households: Any) -> None:
    """Write the words of doors that have none, in the order of their index."""
    tokens = sorted((word, door.pk) for door, people in households for word in tokens_for(door, people))
    for some in batched(tokens, BATCH * 5):
        insert_each(
            DoorToken,
            each={"token": [word for word, _door in some], "door_id": [door for _word, door in some]},
        )


def _change(wanted: Sequence[Wanted], *, actor: Actor, post: ActingPost | None, at: dt.datetime) -> None:
    if not wanted:
        return
    today = day_of(at)
    standing = {one.standing.pk: one for one in wanted if one.standing}
    doors = list(Door.objects.select_for_update(of=("self",)).filter(pk__in=standing).order_by("pk"))
    entries = [_put_right(door, standing[door.pk]) for door in doors]
    altered = [door for door in doors if standing[door.pk].values]
    _update(Door, altered, _DOOR_COLUMNS)
    persons = {one.standing.pk: one for door in wanted for one in door.people if one.standing and one.values}
    members = list(Member.objects.filter(pk__in=persons).order_by("pk"))
    for member in members:
        _amend(member, persons[member.pk])
    for is_head in (False, True):
        _update(
            Member, [one for one in members if relation_order(persons[one.pk]) is is_head], _MEMBER_COLUMNS
        )
    new = [_new_member(door, person, today) for door in doors for person in standing[door.pk].newcomers]
    _insert_people(new, today)
    _index_again(doors)
    record_many(DOOR_CHANGED, actor=actor, post=post, at=at, rows=entries)


def _put_right(door: Door, wanted: Wanted) -> Entry:
    names = wanted.values
    before = {name: plain(getattr(door, name)) for name in names}
    for name, value in names.items():
        setattr(door, name, value)
    if "name" in names:
        door.initials = initials_of(door.name)[:30]
    if "credit_code" in names:
        door.credit_unverified = not read_credit_code(door.credit_code).is_sound
    people = sum(bool(one.values) for one in wanted.people) + len(wanted.newcomers)
    after = told(door, names) | ({"people": people} if people else {})
    return Entry.of(door, before=told(door, before), after=after)


def _amend(member: Member, person: WantedMember) -> None:
    for name, value in person.values.items():
        setattr(member, name, value)
    if "name" in person.values:
        member.initials = initials_of(member.name)[:20]
    if "id_number" in person.values:
        read_number(member)
    if not member.is_away:
        member.returns_on = None


def _update(model: Any, rows: Sequence[Any], columns: Sequence[str]) -> None:
    if rows:
        update_each(
            model,
            [row.pk for row in rows],
            {name: [getattr(row, name) for row in rows] for name in columns},
        )


def _index_again(doors: Sequence[Door]) -> None:
    people: dict[Any, list[Member]] = {door.pk: [] for door in doors}
    for member in Member.objects.filter(door_id__in=people, to_on=None).only("door_id", "name"):
        people[member.door_id].append(member)
    DoorToken.objects.filter(door_id__in=people).delete()
    _index((door, people[door.pk]) for door in doors)
