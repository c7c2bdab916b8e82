"""Who quarrels in a demo county: people and firms that are nobody."""

import datetime as dt
import random

from accounts.demo_names import People, nobodys_id, sex_of
from core.rules.initials import initials_of
from core.tenancy.ids import uuid7_at
from disputes.choices import AgentPower, PartyKind, Side
from disputes.demo_walk import Walk
from disputes.demo_words import Theme
from disputes.models import Case, Party


class Cast:
    """Draws the parties of one county's cases."""

    def __init__(self, dice: random.Random, people: People, today: dt.date) -> None:
        self.dice, self.people, self.today = dice, people, today

    def parties(self, case: Case, theme: Theme) -> list[Party]:
        """Both sides, now and then somebody more."""
        sides = [Side.APPLICANT, Side.RESPONDENT]
        if self.dice.random() < 0.08:
            sides.append(Side.APPLICANT)
        if self.dice.random() < 0.05:
            sides.append(self.dice.choice((Side.THIRD, Side.CONCERNED)))
        rows = []
        for position, side in enumerate(sides, start=1):
            is_firm = side == Side.RESPONDENT and bool(theme.firm)
            rows.append(
                self._firm(case, theme.firm, position) if is_firm else self._person(case, side, position)
            )
        return rows

    def _person(self, case: Case, side: str, position: int) -> Party:
        name = self.people.name()
        has_agent = self.dice.random() < 0.03
        number = nobodys_id(self.dice) if self.dice.random() < 0.3 else ""
        return Party(
            id=uuid7_at(case.registered_at, self.dice),
            case=case,
            side=side,
            position=position,
            name=name,
            initials=initials_of(name)[:30],
            sex=sex_of(name),
            born_on=dt.date(
                self.today.year - self.dice.randint(22, 78),
                self.dice.randint(1, 12),
                self.dice.randint(1, 28),
            ),
            ethnicity="01" if number else "",  # read off the card that was shown
            id_number=number,
            id_unverified=bool(number),
            phone=self.people.mobile() if self.dice.random() < 0.85 else "",
            occupation=self.dice.choice(("农民", "农民", "农民", "务工人员", "个体户", "退休")),
            address=case.place,
            agent_name=self.people.name() if has_agent else "",
            agent_power=AgentPower.GENERAL if has_agent else AgentPower.NONE,
        )

    def _firm(self, case: Case, kind: str, position: int) -> Party:
        name = f"示例{self.dice.choice(('一', '二', '三', '四', '五', '六'))}号{kind}"
        return Party(
            id=uuid7_at(case.registered_at, self.dice),
            case=case,
            side=Side.RESPONDENT,
            position=position,
            kind=PartyKind.ORGANISATION,
            name=name,
            initials=initials_of(name)[:30],
            phone=self.people.landline(),
            address=case.place,
            representative=self.people.name(),
        )

    def same(self, like: Walk, case: Case) -> list[Party]:
        """The people of another case once more, as another door wrote them down."""
        rows = []
        for party in like.parties[:2]:
            rows.append(
                Party(
                    id=uuid7_at(case.registered_at, self.dice),
                    case=case,
                    side=party.side,
                    position=party.position,
                    kind=party.kind,
                    name=party.name,
                    initials=party.initials,
                    sex=party.sex,
                    phone=party.phone.reveal(),
                    address=party.address,
                )
            )
        return rows
