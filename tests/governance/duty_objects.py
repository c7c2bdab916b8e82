"""Which duty stands in the addresses of the month: of a household in the grid, paired with the liaison cadre."""

from collections.abc import Callable
from typing import Any, Final

from django.utils import timezone

from core.tenancy.context import in_tenant
from households.models import Door, Duty, Liaison
from households.rules.months import first_of, next_first
from tests.cast import KANGBAO
from tests.house import SINCE, House


def _duty(house: House) -> Duty:
    """This month's, open."""
    with in_tenant(KANGBAO):
        if (duty := Duty.objects.first()) is not None:
            return duty
        path = house.ground.grid.path
        door = Door.objects.create(
            path=path, name="王长顺", address="永兴社区二排3号", opened_on=SINCE, service_code="DUTY"
        )
        pair = Liaison.objects.create(
            door=door,
            staff=house.staff["liaison_cadre"],
            unit=house.unit,
            path=path,
            how="HAND",
            from_on=SINCE,
        )
        month = first_of(timezone.localdate())
        made: Duty = Duty.objects.create(
            month=month, liaison=pair, path=path, owed="VISIT", from_on=month, to_on=next_first(month)
        )
        return made


DUTY: Final[dict[str, Callable[[House], dict[str, Any]]]] = {
    route: lambda house: {"pk": _duty(house).pk} for route in ("exempt_duty", "explain_duty")
}
