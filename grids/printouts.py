"""Notice boards (公示牌) of grids: one page a grid, A4 or A3 landscape, officials and duty phones only."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from pypdf import PdfWriter

from core.printing.qr import qr_svg
from core.printing.typesetting import Imprint, render
from grids.choices import Level
from grids.models import Area
from grids.panels import BoardPerson, board_people
from grids.selectors import areas_below, grid_names, supervision_phones

TEMPLATE = "core/printing/typst/board.typ"
MOST_BOARDS = 120
PAPERS = ("a4", "a3")
DUTIES = ("基础信息采集", "社情民意收集", "安全隐患排查", "矛盾纠纷排查化解", "政策法规宣传", "公共服务代办")


class TooManyBoards(ValueError):
    """More boards than are set in one go; the message says how many."""


def grids_for_boards(area: Area) -> list[Area]:
    """Grids of a subtree in tree order; a micro-grid has a board of its own only when asked for itself.

    Raises:
        TooManyBoards: choose a smaller area.
    """
    if area.level >= Level.GRID:
        return [area]
    grids = list(areas_below(area).filter(level=Level.GRID).select_related("parent")[: MOST_BOARDS + 1])
    if len(grids) > MOST_BOARDS:
        raise TooManyBoards(_("一次最多打印{n}张，请分乡镇或分村打印").format(n=MOST_BOARDS))
    return grids


def boards_pdf(
    grids: Sequence[Area], *, paper: str, address: str, at: dt.datetime, printed_by: str, head_hash: str = ""
) -> bytes:
    """The boards of several grids as one PDF.

    Args:
        paper: "a4" or "a3".
        address: where the QR code leads; `{id}` is the grid's.
    """
    people, phones, names = board_people.of(grids), supervision_phones(grids), grid_names(grids)
    imprint = Imprint(printed_at=at, printed_by=printed_by, head_hash=head_hash)
    pages = [
        render(
            TEMPLATE,
            board(
                grid,
                names[grid.path],
                people[grid.path],
                phones[grid.path],
                paper=paper,
                address=address,
                at=at,
            ),
            imprint,
        )
        for grid in grids
    ]
    return pages[0] if len(pages) == 1 else _joined(pages)


def board(
    grid: Area,
    names: list[str],
    people: list[BoardPerson],
    phone: str,
    *,
    paper: str,
    address: str,
    at: dt.datetime,
) -> dict[str, Any]:
    """What stands on one board."""
    facts = [[_("网格编码"), grid.code]] if grid.code else []
    if grid.household_count:
        facts.append([_("户数"), _("{n}户").format(n=grid.household_count)])
    shown = people or [BoardPerson(_("网格长"), _("待任命"), ""), BoardPerson(_("网格员"), _("待任命"), "")]
    return {
        "paper": paper,
        "title": grid.name,
        "subtitle": " ".join(names[:-1]),
        "scope": grid.extent or _("{name}辖区").format(name="".join(names[-2:])),
        "facts": facts,
        "people": [{"role": one.role, "name": one.name, "phone": one.phone} for one in shown],
        "sections": [{"heading": _("网格员职责"), "lines": list(DUTIES)}],
        "qr": qr_svg(address.format(id=grid.pk)),
        "qr_label": _("扫码查看网格"),
        "hotline": phone or None,
        "issued_by": names[0],
        "issued_on": f"{timezone.localtime(at):%Y-%m-%d}",
    }


def _joined(pages: Sequence[bytes]) -> bytes:
    writer = PdfWriter()
    for page in pages:
        writer.append(io.BytesIO(page))
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
