"""How far a campaign is: what every grid was asked, has answered, or reported to have nothing of."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from core.paths.ranges import within
from core.permissions.actor import Actor
from core.rules.rates import rate_text
from grids.choices import Level
from grids.models import Area
from households.choices import Asks, DoorKind
from households.models import OPEN, Campaign, CampaignAnswer, Door, GridZero
from households.policies import ANSWER, CAMPAIGN, VIEW


@dataclass(slots=True)
class Progress:
    """An area's share: `asked` households (or grids) of which so many answered; `zeros` grids reported nothing."""

    area: Area
    asked: int = 0
    answered: int = 0
    grids: int = 0
    zeros: int = 0
    values: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> str:
        return rate_text(self.answered, self.asked)

    @property
    def missing(self) -> int:
        return self.asked - self.answered


def campaigns_seen_by(actor: Actor) -> QuerySet[Campaign]:
    """Those of the actor's ground, wherever one begins: the county's reach every township."""
    paths = {path for ability in (CAMPAIGN, ANSWER, VIEW) for path in actor.paths_for(ability)}
    above = {path[:end] for path in paths for end in range(6, len(path) + 1, 3)}
    return Campaign.objects.filter(Q(path__in=above) | within("path", *sorted(paths)))


def asked_doors(campaign: Campaign, *paths: str) -> QuerySet[Door]:
    """The open households that a campaign asks, below these paths."""
    return Door.objects.filter(OPEN, within("path", *(paths or (campaign.path,)))).filter(
        within("path", campaign.path), kind=DoorKind.HOUSEHOLD
    )


def asked_grids(campaign: Campaign, *paths: str) -> QuerySet[Area]:
    """The grids that a campaign asks."""
    grids = Area.objects.filter(within("path", *(paths or (campaign.path,))), level=Level.GRID, valid_to=None)
    return grids.filter(within("path", campaign.path))


def progress_of(campaign: Campaign, areas: Sequence[Area]) -> list[Progress]:
    """How far it is in each of these areas; three statements, however many rows lie below them."""
    if campaign.ended_at is not None:
        return _kept(campaign, areas)
    found = {area.path: Progress(area) for area in areas}
    paths = sorted(found)
    for path in asked_grids(campaign, *paths).values_list("path", flat=True):
        for above in _above(path, found):
            above.grids += 1
            if campaign.asks == Asks.GRID:
                above.asked += 1
    if campaign.asks == Asks.DOOR:
        for path, number in (
            asked_doors(campaign, *paths).values_list("path").annotate(n=Count("pk")).order_by()
        ):
            for above in _above(path, found):
                above.asked += number
    answers = CampaignAnswer.objects.filter(within("path", *paths), campaign=campaign)
    for path, value, number in answers.values_list("path", "value").annotate(n=Count("pk")).order_by():
        for above in _above(path, found):
            above.answered += number
            above.values[value] += number
    zeros = GridZero.objects.filter(within("path", *paths), campaign=campaign)
    for path in zeros.values_list("path", flat=True):
        for above in _above(path, found):
            above.zeros += 1
    return list(found.values())


def tally_of(campaign: Campaign) -> dict[str, dict[str, object]]:
    """The numbers by grid that stay when answers are deleted."""
    grids = list(asked_grids(campaign).order_by("path"))
    return {
        one.area.path: {
            "asked": one.asked,
            "answered": one.answered,
            "zeros": one.zeros,
            "values": dict(one.values),
        }
        for one in progress_of(campaign, grids)
    }


def _kept(campaign: Campaign, areas: Sequence[Area]) -> list[Progress]:
    """From the numbers that were kept when it ended."""
    found = {area.path: Progress(area) for area in areas}
    for path, kept in campaign.tally.items():
        for above in _above(path, found):
            above.grids += 1
            above.asked += kept["asked"]
            above.answered += kept["answered"]
            above.zeros += kept["zeros"]
            above.values.update(kept["values"])
    return list(found.values())


def _above(path: str, found: dict[str, Progress]) -> list[Progress]:
    return [found[path[:end]] for end in range(6, len(path) + 1, 3) if path[:end] in found]


def to_follow(campaign: Campaign, actor: Actor) -> QuerySet[CampaignAnswer]:
    """Answers of the actor's ground that somebody is still to look after, the earliest first."""
    rows = CampaignAnswer.objects.filter(
        within("path", *actor.paths_for(ANSWER)),
        campaign=campaign,
        follow_until__isnull=False,
        followed_at=None,
    )
    return rows.select_related("door", "staff").order_by("follow_until", "path")


def is_running(campaign: Campaign, today: dt.date) -> bool:
    return campaign.ended_at is None and campaign.opens_on <= today <= campaign.ends_on
