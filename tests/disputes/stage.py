"""A county in which disputes are mediated: somebody at each level, a committee, the terms and kinds of the seed."""

import datetime as dt
from typing import Any
from uuid import UUID

from accounts.choices import Role
from accounts.models import Staff
from core.permissions.actor import Actor
from core.rules.identity import id_check_digit
from disputes.actions.accept_case import accept_case
from disputes.actions.register_case import register_case
from disputes.actions.sign_notice import sign_notice
from disputes.actions.start_mediation import start_mediation
from disputes.choices import CommitteeKind, Side
from disputes.entering import CaseEntry, PartyEntry
from disputes.furnishing import furnish_county
from disputes.models import Case, Committee, Party
from tests.accounts.people import acting, holder
from tests.grids.ground import Ground

SINCE = dt.date(2026, 1, 1)
NOON = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)  # Friday 12:00 in Shanghai
NEIGHBOUR = Side.RESPONDENT


def sound_id(born: str = "19900307", order: str = "123") -> str:
    """An ID number that passes its check; an odd order is a man's."""
    first = f"130723{born}{order}"
    return first + id_check_digit(first)


class Stage:
    """Written into the open county. `actors` and `staff` by role in small letters; the far ones are of 张纪镇."""

    def __init__(self, at: dt.datetime = NOON) -> None:
        self.at = at
        self.ground = Ground()
        furnish_county(actor=Actor.system(self.ground.county.tenant_id), at=at, on=SINCE)
        self.committees = {
            "village": self._committee(
                "康保镇永兴社区调委会", "永兴人", CommitteeKind.NEIGHBOURHOOD, self.ground.village
            ),
            "town": self._committee(
                "康保镇人民调解委员会", "康镇人", CommitteeKind.TOWNSHIP, self.ground.town
            ),
            "county": self._committee(
                "康保县人民调解委员会", "康人", CommitteeKind.ENTERPRISE, self.ground.county
            ),
            "trade": self._committee(
                "康保县劳动争议调委会", "康劳人", CommitteeKind.TRADE, self.ground.county
            ),
        }
        self.staff: dict[str, Staff] = {}
        self.actors: dict[str, Actor] = {}
        ground = self.ground
        for who, role, area in (
            ("grid_worker", Role.GRID_WORKER, ground.grid),
            ("village_mediator", Role.VILLAGE_MEDIATOR, ground.village),
            ("village_secretary", Role.VILLAGE_SECRETARY, ground.village),
            ("clerk", Role.TOWNSHIP_CLERK, ground.town),
            ("political", Role.POLITICAL_LEGAL_MEMBER, ground.town),
            ("mediator", Role.TOWNSHIP_MEDIATOR, ground.town),
            ("centre", Role.COUNTY_CENTRE, ground.county),
            ("leader", Role.COUNTY_LEADER, ground.county),
            ("far_clerk", Role.TOWNSHIP_CLERK, ground.other_town),
            ("far_mediator", Role.VILLAGE_MEDIATOR, ground.far_village),
            ("auditor", Role.AUDITOR, ground.county),
        ):
            self.staff[who] = holder(role, area.path, f"演{who[:6]}")
            self.actors[who] = acting(self.staff[who])

    def _committee(self, name: str, abbreviation: str, kind: str, area: Any) -> Committee:
        return Committee.objects.create(
            name=name, abbreviation=abbreviation, kind=kind, path=area.path, valid_from=SINCE
        )

    def entry(self, **values: Any) -> CaseEntry:
        given = {
            "title": "宅基地边界",
            "summary": "翻建西厢房，外墙比旧墙多出约半米，三轮车进不了院。",
            "path": self.ground.grid.path,
            "kind_code": "03",
            "place": "永兴社区二排",
        }
        return CaseEntry(**(given | values))

    def parties(self, **values: Any) -> list[PartyEntry]:
        return [
            PartyEntry(side=Side.APPLICANT, name="王长顺", phone="13800005678", sex="1", **values),
            PartyEntry(side=Side.RESPONDENT, name="李桂芝", phone="15200000917", sex="2"),
        ]

    def registered(self, *, at: dt.datetime | None = None, key: UUID | None = None, **values: Any) -> Case:
        return register_case(
            entry=self.entry(**values),
            parties=self.parties(),
            actor=self.actors["grid_worker"],
            at=at or self.at,
            key=key,
        )

    def accepted(self, *, at: dt.datetime | None = None, by: str = "village_mediator", **values: Any) -> Case:
        case = self.registered(at=at, **values)
        return accept_case(case=case, mediator=self.staff[by], actor=self.actors[by], at=at or self.at)

    def mediating(
        self, *, at: dt.datetime | None = None, by: str = "village_mediator", **values: Any
    ) -> Case:
        case = self.accepted(at=at, by=by, **values)
        at = at or self.at
        everybody = Party.objects.filter(case=case).values_list("pk", flat=True)
        sign_notice(case=case, party_ids=everybody, on=at.date(), actor=self.actors[by], at=at)
        return start_mediation(case=case, actor=self.actors[by], at=at)
