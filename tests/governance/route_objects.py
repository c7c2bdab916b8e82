"""Which real object stands in each address of the route table. All belong to 康保县, in the town 康保镇."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from core.tenancy.context import in_tenant
from core.workcalendar.choices import DayKind
from core.workcalendar.models import LocalDay, OfficeHoursFrom
from grids.models import OwnKind
from tests.cast import KANGBAO
from tests.house import House


def _local_day(house: House) -> LocalDay:
    """A day of the county's own, far ahead."""
    with in_tenant(KANGBAO):
        day, _ = LocalDay.objects.get_or_create(
            date=date(2099, 5, 5), defaults={"kind": DayKind.REST, "name": "县庆", "added_at": timezone.now()}
        )
    return day


def _hours(house: House) -> OfficeHoursFrom:
    """Office hours from a day far ahead."""
    with in_tenant(KANGBAO):
        row: OfficeHoursFrom = OfficeHoursFrom.objects.get_or_create(
            from_on=date(2099, 5, 1),
            defaults={"spans": [["09:00", "17:00"]], "added_at": timezone.now(), "added_by_name": "王秀英"},
        )[0]
    return row


def _own_kind(house: House) -> OwnKind:
    """A kind of grid of the county's own."""
    with in_tenant(KANGBAO):
        kind: OwnKind = OwnKind.objects.get_or_create(code="JINGQU", defaults={"name": "景区专属网格"})[0]
    return kind


ARGUMENTS: dict[str, Callable[[House], dict[str, Any]]] = {
    "calendar_hours_remove": lambda house: {"pk": _hours(house).pk},
    "calendar_day_remove": lambda house: {"pk": _local_day(house).pk},
    **dict.fromkeys(
        ("import_form", "import_upload", "export_sheet", "export_ask", "list_ledger"),
        lambda house: {"key": "nothing.of_the_kind"},
    ),
    **dict.fromkeys(
        (
            "import_job",
            "import_progress",
            "import_match",
            "import_errors",
            "import_confirm",
            "document_reprint",
            "export_settle",
            "export_take",
        ),
        lambda house: {"pk": house.notice.pk},  # no job, no paper and no request of anybody's
    ),
    **dict.fromkeys(
        (
            "area",
            "area_children",
            "area_boundaries",
            "area_history",
            "area_boards",
            "area_sheet",
            "api_area",
            "api_area_subtree",
        ),
        lambda house: {"pk": house.ground.village.pk},
    ),
    "grid_level_name": lambda house: {"level": 5},
    **dict.fromkeys(("grid_kind_rename", "grid_kind_end"), lambda house: {"pk": _own_kind(house).pk}),
    "area_act": lambda house: {"pk": house.ground.village.pk, "slug": "rename"},
    "undo_change": lambda house: {"pk": house.ground.village.pk},  # no change has this id
    "boundary_import_checked": lambda house: {"pk": house.ground.village.pk},  # nor has an import
    **dict.fromkeys(
        (
            "staff_page",
            "staff_phone",
            "change_staff",
            "join_unit",
            "hand_over",
            "issue_slip",
            "close_user",
            "end_staff_sessions",
        ),
        lambda house: {"pk": house.staff["grid_worker"].pk},
    ),
    **dict.fromkeys(("relieve", "name_deputy"), lambda house: {"pk": house.deputy.post_id}),
    **dict.fromkeys(("unit_page", "change_unit", "close_unit"), lambda house: {"pk": house.unit.pk}),
    "end_deputy": lambda house: {"pk": house.deputy.pk},
    "settle_proposal": lambda house: {"pk": house.proposal.pk},
    "countersign_slip": lambda house: {"pk": house.slip.pk},
    "notice": lambda house: {"pk": house.notice.pk},
}


def arguments(route: str, house: House) -> dict[str, Any]:
    """The keyword arguments of a route; none for an address without a variable part."""
    return ARGUMENTS[route](house) if route in ARGUMENTS else {}
