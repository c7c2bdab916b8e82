"""What stands in the addresses of campaigns: one from door to door, one from grid to grid, an answer to be followed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from core.tenancy.context import in_tenant
from households.choices import Asks, Deletes, QuestionKind
from households.models import Campaign, CampaignAnswer, Door
from tests.cast import KANGBAO
from tests.house import House


def _campaign(house: House, asks: str = Asks.DOOR) -> Campaign:
    """Asked of the town 康保镇, running."""
    today = timezone.localdate()
    with in_tenant(KANGBAO):
        campaign: Campaign = Campaign.objects.get_or_create(
            asks=asks,
            defaults={
                "title": "冬季取暖安全",
                "question": "取暖炉是否装了报警器？",
                "kind": QuestionKind.YES_NO,
                "path": house.ground.town.path,
                "ground": "安全生产法",
                "purpose": "检查",
                "opens_on": today,
                "ends_on": today + dt.timedelta(days=9),
                "deletes": Deletes.ALL,
                "made_by": house.staff["county_centre"],
                "made_at": timezone.now(),
            },
        )[0]
    return campaign


def asked_door(house: House) -> Door:
    """A household in the grid worker's grid."""
    with in_tenant(KANGBAO):
        door: Door = Door.objects.get_or_create(
            number="H-1",
            defaults={
                "path": house.ground.grid.path,
                "name": "王长顺",
                "address": "永兴社区二排3号",
                "opened_on": dt.date(2026, 1, 1),
                "service_code": "K7M2-9QRT-WX4D",
            },
        )[0]
    return door


def _answer(house: House) -> CampaignAnswer:
    campaign, door = _campaign(house), asked_door(house)
    with in_tenant(KANGBAO):
        answer: CampaignAnswer = CampaignAnswer.objects.get_or_create(
            campaign=campaign,
            door=door,
            defaults={
                "path": door.path,
                "value": "否",
                "staff": house.staff["grid_worker"],
                "answered_at": timezone.now(),
                "follow_until": timezone.localdate(),
            },
        )[0]
    return answer


def _of_a_grid(house: House) -> dict[str, Any]:
    return {"pk": _campaign(house, Asks.GRID).pk, "area": house.ground.grid.path}


CAMPAIGNS: dict[str, Callable[[House], dict[str, Any]]] = {
    **dict.fromkeys(
        ("campaign", "campaign_doors", "end_campaign"), lambda house: {"pk": _campaign(house).pk}
    ),
    "campaign_door": lambda house: {"pk": _campaign(house).pk, "door": asked_door(house).pk},
    **dict.fromkeys(("campaign_grid", "report_campaign_zero"), _of_a_grid),
    "answer_followed": lambda house: {"pk": _answer(house).pk},
}
