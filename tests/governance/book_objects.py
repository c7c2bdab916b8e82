"""Objects in the addresses of the pages about bound ledgers and contact cards."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.permissions.actor import Actor
from core.printing.actions import issue_document
from core.tenancy.context import in_tenant
from households.models import CardPicture, Volume
from tests.cast import KANGBAO
from tests.house import House


def _volume(house: House) -> Volume:
    """A ledger of the town that the township clerk filed and nobody has received."""
    with in_tenant(KANGBAO):
        if (filed := Volume.objects.first()) is not None:
            return filed
        now, clerk = timezone.now(), house.staff["township_clerk"]
        document = issue_document(
            template="core/printing/typst/board.typ",
            data={"title": "单位汇总台账", "paper": "a4"},
            kind="households.volume",
            title="单位汇总台账",
            path=house.ground.town.path,
            actor=Actor(tenant=KANGBAO, user_id=clerk.user_id, person_id=clerk.pk, name=clerk.name),
            at=now,
        )
        volume: Volume = Volume.objects.create(
            kind="UNITS",
            path=house.ground.town.path,
            month=dt.date(2026, 1, 1),
            title="单位汇总台账",
            document=document,
            rows=1,
            pages=1,
            filed_by=clerk,
            filed_at=now,
        )
        return volume


def _picture(house: House) -> dict[str, Any]:
    """The township clerk's own."""
    with in_tenant(KANGBAO):
        clerk = house.staff["township_clerk"]
        CardPicture.objects.get_or_create(
            staff=clerk, defaults={"picture": b"\x89PNG", "put_at": timezone.now()}
        )
    return {}


BOOK: dict[str, Callable[[House], dict[str, Any]]] = {
    "receive_volume": lambda house: {"pk": _volume(house).pk},
    "volume_making": lambda house: {"pk": UUID(int=9)},
    "card_picture_file": _picture,
}
