"""Contact cards are printed; whose codes left the house is recorded."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry, record_many
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from grids.models import Area
from households.card_sheet import MOST_CARDS, cards_pdf, grid_cards_pdf
from households.log_codes import CARDS_PRINTED, GRID_CARDS_PRINTED
from households.models import Liaison
from households.policies import may_print_cards


@transaction.atomic
def print_cards(*, pairs: Sequence[Liaison], county: str, actor: Actor, at: dt.datetime) -> bytes:
    """The cards of some pairs as a PDF.

    Args:
        pairs: with door, staff and unit.
        county: the name in the head of each card.

    Raises:
        Refused: somebody else's cards of another ground and unit, none, or more than are set in one go.
    """
    if not pairs:
        raise Refused(_("没有可打印的连心卡：先安排包联。"))
    if len(pairs) > MOST_CARDS:
        raise Refused(_("一次最多打印%(n)s张，请分批打印。") % {"n": MOST_CARDS})
    post = None
    for place, staff_id, unit_id in {(pair.path, pair.staff_id, pair.unit_id) for pair in pairs}:
        post = require(may_print_cards(actor, path=place, staff_id=staff_id, unit_id=unit_id))
    pdf = cards_pdf(pairs, county=county, by=actor.name, at=at)
    rows = [Entry.of(pair.door, after={"cadre": pair.staff.name}) for pair in pairs]
    record_many(CARDS_PRINTED, actor=actor, post=post, at=at, rows=rows)
    return pdf


@transaction.atomic
def print_grid_cards(
    *, area: Area, grids: Sequence[Area], county: str, actor: Actor, at: dt.datetime
) -> bytes:
    """The cards of the grids of an area.

    Raises:
        Refused: another ground, or no grid in it.
    """
    post = require(may_print_cards(actor, path=area.path))
    if not grids:
        raise Refused(_("%(name)s还没有网格。") % {"name": area.name})
    pdf = grid_cards_pdf(grids, county=county, by=actor.name, at=at)
    entry = Entry.of(area, after={"count": len(grids)})
    record_many(GRID_CARDS_PRINTED, actor=actor, post=post, at=at, rows=[entry])
    return pdf
