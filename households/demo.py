"""The doors of a demo county, who lives there, who is paired with them, and three years of months (P1).

    load(code=130723, seed=20261122, say=print)
    load(code=130725, seed=20261122, say=print, now=dt.datetime(2026, 11, 25, 10, tzinfo=SHANGHAI))

Everybody is paired since three years ago. The last quarter's months come with the county; the earlier ones, three million
rows, one by one by `look_back`, so that nobody waits for them.

康保 has the published 40,259 households and 2,102 market entities, everybody paired. The neighbours have begun with their
smallest township. Rows are the same for the same seed, county and instant.
"""

import datetime as dt
import random
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from accounts.choices import Role
from accounts.demo_names import People, sex_of
from accounts.models import Post
from core.crypto.fields import BlindIndexField, EncryptedTextField
from core.crypto.masks import mask_id
from core.crypto.sealing import Sealed
from core.permissions.actor import Actor
from core.rules.codes import ALPHABET, LENGTH
from core.rules.identity import CODE_SIGNS, credit_check_sign
from core.rules.initials import initials_of
from core.rules.tokens import beginnings_of, tokens_of
from core.tenancy.ids import uuid7_at
from core.tenancy.inserting import insert_each
from core.workcalendar.rules import SHANGHAI
from grids.choices import GridKind, Level
from grids.models import Area
from households.choices import DoorKind, PairedBy, Presence, Relation
from households.demo_life import go_on
from households.demo_months import live_through
from households.demo_words import TRADES
from households.furnishing import furnish_county
from households.models import Door, DoorToken, Liaison, Member

FULL: Final = 130723
ENTITIES: Final = 2_102  # of the full county; a twentieth of the households elsewhere
MONTHS: Final = 36
AT_ONCE: Final = 3  # months that come with the county
AWAY: Final = 0.16
BATCH: Final = 5_000
MOVED: Final = 0.06  # cadres who gave their pairs to a colleague, once in three years
_FAMILY: Final = (
    Relation.SPOUSE,
    Relation.SON,
    Relation.DAUGHTER,
    Relation.DAUGHTER_IN_LAW,
    Relation.GRANDCHILD,
)


def load(
    *,
    code: int,
    seed: int,
    say: Callable[[str], None],
    now: dt.datetime | None = None,
) -> None:
    """Load doors, people, pairs and months of one demo county, which is open and staffed."""
    now = now or timezone.now()
    census = Census(code, random.Random(f"households {code} {seed}"), now)  # noqa: S311  # demo rows
    furnish_county(actor=Actor.system(code), at=now, on=census.since)
    census.settle()
    census.pair()
    census.write()
    say(f"{census.households} households, {census.entities} market entities, {len(census.people)} people")
    say(live_through(code=code, seed=seed, since=_month(census.today, AT_ONCE - 1), now=now))
    say(go_on(code=code, dice=census.dice, now=now))


class Census:
    """Rows of one county as they are thought up, written at the end in bulk, column by column."""

    def __init__(self, code: int, dice: random.Random, now: dt.datetime) -> None:
        self.code, self.dice = code, dice
        today = now.astimezone(SHANGHAI).date()
        self.since = _month(today, MONTHS - 1)
        self.born_at = dt.datetime.combine(self.since, dt.time(8), SHANGHAI)
        self.today = today
        self.crowd = People(dice, code)
        self.crowd.made = 20_000  # numbers below are those of staff and parties
        self.doors: list[dict[str, Any]] = []
        self.people: list[dict[str, Any]] = []
        self.tokens: list[tuple[str, UUID]] = []
        self.pairs: list[dict[str, Any]] = []
        self.phones: dict[UUID, str] = {}
        self.letters: dict[str, str] = {}
        self.households = self.entities = 0

    def settle(self) -> None:
        """A household behind every door that the tree counts, shops along the street."""
        grids = list(
            Area.objects.filter(level=Level.GRID, kind=GridKind.RESIDENTIAL, valid_to=None).order_by("path")
        )
        if self.code != FULL:
            sizes: Counter[str] = Counter()
            for grid in grids:
                sizes[grid.path[:9]] += grid.household_count or 0
            smallest = min(sizes, key=lambda town: (sizes[town], town))
            grids = [grid for grid in grids if grid.path.startswith(smallest)]
        villages = {area.path: area.name for area in Area.objects.filter(level=Level.VILLAGE, valid_to=None)}
        total = sum(grid.household_count or 0 for grid in grids)
        shops = ENTITIES if self.code == FULL else total // 20
        share = 0.0
        for grid in grids:
            village = villages[grid.path[:12]]
            share += shops * (grid.household_count or 0) / total
            here = round(share) - self.entities
            for number in range(1, (grid.household_count or 0) + 1):
                self._household(grid.path, village, number)
            for number in range(1, here + 1):
                self._shop(grid.path, village, number)

    def _household(self, path: str, village: str, number: int) -> None:
        name, key = self.crowd.name(), uuid7_at(self.born_at, self.dice)
        is_away = self.dice.random() < AWAY
        address = f"{village}{(number - 1) // 12 + 1}-{(number - 1) % 12 + 1}"
        phone = self.crowd.mobile()
        self._door(
            key,
            kind=DoorKind.HOUSEHOLD,
            path=path,
            name=name,
            address=address,
            walk_order=number,
            phone=phone,
            presence=Presence.AWAY if is_away else Presence.HOME,
            away_from=self.since if is_away else None,
        )
        family = [(name, Relation.HEAD)]
        size = self.dice.choice((0, 1, 1, 1, 2, 2, 3))
        family += [(self.crowd.name(), relation) for relation in _FAMILY[:size]]
        for position, (person, relation) in enumerate(family):
            self._person(key, person, relation, is_away=is_away, phone=phone if not position else "")
        names = [person for person, _relation in family]
        self._words(key, [*names, address], names)
        self.households += 1

    def _person(self, door: UUID, name: str, relation: str, *, is_away: bool, phone: str) -> None:
        ages = {Relation.HEAD: (35, 84), Relation.SPOUSE: (35, 82), Relation.GRANDCHILD: (1, 20)}
        low, high = ages.get(Relation(relation), (18, 58))
        born_on = dt.date(self.today.year - self.dice.randint(low, high), self.dice.randint(1, 12), 1)
        self.people.append(
            {
                "id": uuid7_at(self.born_at, self.dice),
                "door_id": door,
                "name": name,
                "initials": self.initials(name)[:20],
                "relation": relation,
                "sex": sex_of(name),
                "born_on": born_on,
                "is_away": is_away,
                "phone": phone,
            }
        )

    def _shop(self, path: str, village: str, number: int) -> None:
        owner, key = self.crowd.name(), uuid7_at(self.born_at, self.dice)
        name = f"{village}{owner[0]}记{self.dice.choice(TRADES)}"
        address = f"{village}街面{number}"
        self._door(
            key,
            kind=DoorKind.ENTITY,
            path=path,
            name=name,
            address=address,
            walk_order=10_000 + number,
            phone=self.crowd.mobile(),
            operator=owner,
            credit_code=self._credit_code(),
        )
        self._words(key, [name, owner, address], [name, owner])
        self.entities += 1

    def _credit_code(self) -> str:
        """Begins with 92 (个体工商户) and a division that isn't given: nobody's."""
        first = f"92130799MA{''.join(self.dice.choice(CODE_SIGNS) for _ in range(7))}"
        return first + credit_check_sign(first)

    def _door(self, key: UUID, *, phone: str, **values: Any) -> None:
        code = "".join(self.dice.choice(ALPHABET) for _ in range(LENGTH))
        self.phones[key] = phone
        self.doors.append(
            {
                "away_from": None,
                "presence": Presence.HOME,
                "operator": "",
                "credit_code": "",
                **values,
                "id": key,
                "initials": self.initials(values["name"])[:30],
                "service_code": "-".join(code[start : start + 4] for start in range(0, LENGTH, 4)),
            }
        )

    def _words(self, key: UUID, texts: Sequence[str], names: Sequence[str]) -> None:
        words = tokens_of(texts).union(*(beginnings_of(self.initials(name)) for name in names))
        self.tokens += [(word, key) for word in sorted(words)]

    def initials(self, name: str) -> str:
        """Character by character: names drawn by dice have no reading of their own."""
        for sign in name:
            if sign not in self.letters:
                self.letters[sign] = initials_of(sign)
        return "".join(self.letters[sign] for sign in name)

    def pair(self) -> None:
        """Everybody is paired: with a cadre of the village, of the township, of a department, in about equal numbers."""
        held = Post.objects.filter(role=Role.LIAISON_CADRE, to_on=None, unit__isnull=False)
        here = {door["path"][:9] for door in self.doors}
        cadres = [
            post
            for post in held.select_related("unit").order_by(
                "unit__path", "unit__abbreviation", "seat_number"
            )
            if len(_ground(post)) == 6 or _ground(post)[:9] in here
        ]
        moved = self._changes(cadres)
        for door, post in _shared_out(self.doors, cadres, self.dice):
            change, mate = moved.get(post.pk, (None, post))
            self._pair(door, post, self.since, change, None)
            if change:
                self._pair(door, mate, change, None, change)

    def _changes(self, cadres: Sequence[Post]) -> dict[UUID, tuple[dt.date, Post]]:
        """Who gave all pairs to a colleague of the unit, and when."""
        span = (self.today - self.since).days
        mates: dict[UUID | None, list[Post]] = {}
        for post in cadres:
            mates.setdefault(post.unit_id, []).append(post)
        return {
            post.pk: (
                self.since + dt.timedelta(days=self.dice.randint(40, span - 40)),
                self.dice.choice(others),
            )
            for post in cadres
            if span > 120
            and self.dice.random() < MOVED
            and (others := [mate for mate in mates[post.unit_id] if mate.pk != post.pk])
        }

    def _pair(
        self,
        door: dict[str, Any],
        post: Post,
        from_on: dt.date,
        to_on: dt.date | None,
        previous: dt.date | None,
    ) -> None:
        self.pairs.append(
            {
                "id": uuid7_at(self.born_at, self.dice),
                "door_id": door["id"],
                "staff_id": post.staff_id,
                "unit_id": post.unit_id,
                "path": door["path"],
                "how": PairedBy.HANDOVER if previous else PairedBy.SHEET,
                "from_on": from_on,
                "to_on": to_on,
                "previous_to_on": previous,
            }
        )

    def write(self) -> None:
        for door in self.doors:
            door |= _sealed(Door, self.phones[door["id"]])
        for person in self.people:
            person |= _sealed(Member, person.pop("phone"))
        _insert(Door, self.doors, opened_on=self.since)
        nothing = Sealed.fresh("", mask_id)
        _insert(Member, self.people, from_on=self.since, id_number=nothing)
        self.tokens.sort()  # in the order of their index, which is then filled from one end
        for start in range(0, len(self.tokens), BATCH * 4):
            part = self.tokens[start : start + BATCH * 4]
            insert_each(
                DoorToken, each={"token": [word for word, _ in part], "door_id": [door for _, door in part]}
            )
        _insert(Liaison, self.pairs)


def _month(day: dt.date, before: int) -> dt.date:
    """The first day of the month so many months before the day's own."""
    number = day.year * 12 + day.month - 1 - before
    return dt.date(number // 12, number % 12 + 1, 1)


def _ground(post: Post) -> str:
    return post.unit.path if post.unit else ""


def _shared_out(
    doors: Sequence[dict[str, Any]], cadres: Sequence[Post], dice: random.Random
) -> list[tuple[dict[str, Any], Post]]:
    """Each cadre the same number of doors, neighbours together: of their own village or township, departments the rest."""
    fewest, more = divmod(len(doors), len(cadres))
    lots = [fewest + 1] * more + [fewest] * (len(cadres) - more)
    dice.shuffle(lots)
    left: dict[str, deque[dict[str, Any]]] = defaultdict(deque)
    for door in sorted(doors, key=lambda one: (one["path"], one["walk_order"])):
        left[door["path"]].append(door)
    taken: list[tuple[dict[str, Any], Post]] = []
    spare: list[Post] = []
    # Who stands lowest in the tree takes first.
    for post, lot in sorted(zip(cadres, lots, strict=True), key=lambda one: -len(_ground(one[0]))):
        ground = [path for path in left if path.startswith(_ground(post))]
        for _ in range(lot):
            while ground and not left[ground[0]]:
                left.pop(ground.pop(0))
            if not ground:
                spare.append(post)
                continue
            taken.append((left[ground[0]].popleft(), post))
    rest = [door for doors_left in left.values() for door in doors_left]
    return taken + list(zip(rest, spare, strict=True))


def _sealed(model: Any, phone: str) -> dict[str, Any]:
    """A phone with its blind indexes, as the columns keep them."""
    sealed: EncryptedTextField = model._meta.get_field("phone")
    whole: BlindIndexField = model._meta.get_field("phone_index")
    last: BlindIndexField = model._meta.get_field("phone_last4")
    return {
        "phone": Sealed.fresh(phone, sealed.mask),
        "phone_index": whole.digest(phone),
        "phone_last4": last.digest(phone),
    }


def _insert(model: Any, rows: Sequence[dict[str, Any]], **shared: Any) -> None:
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        insert_each(model, each={name: [row[name] for row in part] for name in part[0]}, shared=shared)
