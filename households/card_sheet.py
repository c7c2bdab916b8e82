"""Contact cards (连心卡) as a paper: a card for each door of a cadre, so that the service code on it is the door's own; and
the grid's own card."""

import base64
import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Staff
from accounts.panels import people_on_boards
from core.paths.ranges import within
from core.printing.qr import qr_svg
from core.printing.typesetting import Imprint, render
from grids.choices import Level
from grids.models import Area
from grids.selectors import areas_below, grid_names, supervision_phones
from households.models import CardPicture, Liaison
from households.selectors import pairs_on

TEMPLATE: Final = "households/typst/cards.typ"
CARDS_A_SHEET: Final = 10
MOST_CARDS: Final = 300
"""Thirty sheets, set in a few seconds. More is printed in parts."""


def pairs_for_cards(
    *, on: dt.date, path: str = "", unit_id: Any = None, staff_id: Any = None
) -> QuerySet[Liaison]:
    """The pairs of a place, a unit, a cadre, in the order of the street: each is a card."""
    pairs = pairs_on(on)  # of a closed door the pair ended with it
    if path:
        pairs = pairs.filter(within("path", path))
    if unit_id:
        pairs = pairs.filter(unit_id=unit_id)
    if staff_id:
        pairs = pairs.filter(staff_id=staff_id)
    return pairs.select_related("door", "staff", "unit").order_by("path", "door__walk_order", "door_id")


def service_address(code: str) -> str:
    """What the QR code of a door leads to."""
    return f"{settings.PUBLIC_URL}/s/{code}/"


def cards_pdf(pairs: Sequence[Liaison], *, county: str, by: str, at: dt.datetime) -> bytes:
    """The cards of some pairs, ten to a sheet."""
    pictures = dict(
        CardPicture.objects.filter(staff_id__in={pair.staff_id for pair in pairs}).values_list(
            "staff_id", "picture"
        )
    )
    order = {staff_id: place for place, staff_id in enumerate(pictures)}
    cards = [
        {
            "name": pair.staff.name,
            "role": _("包联干部"),
            "unit": pair.unit.name,
            "lines": [[_("值班电话"), pair.staff.duty_phone]] if pair.staff.duty_phone else [],
            "picture": order.get(pair.staff_id),
            "qr": qr_svg(service_address(pair.door.service_code)),
            "qr_label": _("扫码评价走访"),
            "code": pair.door.service_code,
            "at": pair.door.address,
        }
        for pair in pairs
    ]
    return _set(cards, [_as_svg(picture) for picture in pictures.values()], _("连心卡"), county, by, at)


def grids_for_cards(area: Area) -> list[Area]:
    """The grids of an area that have a card of their own; a micro-grid only when asked for itself."""
    if area.level >= Level.GRID:
        return [area]
    return list(areas_below(area).filter(level=Level.GRID, valid_to=None).order_by("path")[:MOST_CARDS])


def grid_cards_pdf(grids: Sequence[Area], *, county: str, by: str, at: dt.datetime) -> bytes:
    """A card of each grid: who serves it, the village's phone, the code of the grid's page."""
    people, phones, names = people_on_boards(grids), supervision_phones(grids), grid_names(grids)
    page = settings.PUBLIC_URL + reverse("area_browser")
    cards = []
    for grid in grids:
        served = people.get(grid.path, [])
        worker = next((one for one in served if one.role == _("网格员")), next(iter(served), None))
        lines = [[_("值班电话"), worker.phone]] if worker and worker.phone else []
        if phones.get(grid.path):
            lines.append([_("村（社区）电话"), phones[grid.path]])
        cards.append(
            {
                "name": worker.name if worker else _("待任命"),
                "role": worker.role if worker else _("网格员"),
                "unit": "".join(names[grid.path][1:]),
                "lines": lines,
                "picture": None,
                "qr": qr_svg(f"{page}{grid.pk}/"),
                "qr_label": _("扫码查看网格"),
                "code": "",
                "at": grid.extent[:60] if grid.extent else "",
            }
        )
    return _set(cards, [], _("网格联系卡"), county, by, at)


def cadres_of(pairs: QuerySet[Liaison], *, most: int) -> list[Staff] | None:
    """The cadres behind some pairs, by name; None where they are too many to choose from."""
    found = Staff.objects.filter(pk__in=pairs.order_by().values("staff_id")).order_by("name", "id")
    few = list(found[: most + 1])
    return few if len(few) <= most else None


def _set(
    cards: list[dict[str, Any]], pictures: list[str], title: str, county: str, by: str, at: dt.datetime
) -> bytes:
    data = {"title": title, "county": county, "pictures": pictures, "cards": cards}
    return render(TEMPLATE, data, Imprint(printed_at=at, printed_by=by))


def _as_svg(png: bytes) -> str:
    """A picture as typst takes it with the data: JSON carries text only."""
    inside = base64.b64encode(bytes(png)).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">'
        f'<image href="data:image/png;base64,{inside}" width="100" height="100"/></svg>'
    )
