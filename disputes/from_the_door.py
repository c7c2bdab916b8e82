"""A dispute as it was heard at a door, in the words in which a case is registered."""

from django.utils.translation import gettext as _

from core.workcalendar.rules import day_of
from disputes.choices import PartyKind, Side, Source
from disputes.entering import CaseEntry, PartyEntry
from disputes.forms.register import title_of
from disputes.forms.report import OTHER
from disputes.models import CaseKind
from grids.models import Area
from households.choices import DoorKind
from households.models import Demand


def case_from_the_door(demand: Demand) -> tuple[CaseEntry, list[PartyEntry]] | None:
    """The case and its two sides: who was met at the door, and who it is with. Its kind is for the centre to say.

    Args:
        demand: of the kind DISPUTE, with `door` and `visit` read.

    Returns:
        None where the county has no kind of dispute in use.
    """
    kinds = dict(
        CaseKind.objects.filter(is_active=True).order_by("position", "code").values_list("code", "label")
    )
    if not kinds:
        return None
    kind = OTHER if OTHER in kinds else next(iter(kinds))
    door, visit = demand.door, demand.visit
    place = Area.objects.filter(path=demand.path, valid_to=None).values_list("name", flat=True).first() or ""
    entry = CaseEntry(
        title=title_of(place, kinds[kind]),
        summary=demand.text,
        path=demand.path,
        kind_code=kind,
        source=Source.SWEEP,
        source_reference=_("走访 %(day)s") % {"day": day_of(visit.visited_at)},
        place=door.address,
    )
    is_entity = door.kind == DoorKind.ENTITY
    name = door.name if is_entity else visit.met or door.name
    applicant = PartyEntry(
        side=Side.APPLICANT,
        name=name,
        kind=PartyKind.ORGANISATION if is_entity else PartyKind.PERSON,
        phone=door.phone.reveal() if door.phone and name == door.name else "",
        address=door.address,
    )
    return entry, [applicant, PartyEntry(side=Side.RESPONDENT, name=demand.other_side)]
