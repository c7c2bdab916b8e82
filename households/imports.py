"""The register by sheet: households with their people, households by their heads, market entities. All rows or none.

The same sheet again, saved anew or not, changes nothing and doubles nothing.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from core.permissions.actor import Actor
from core.tabular.checking import Checked, Survey
from core.tabular.registry import imports
from core.workcalendar.rules import day_of
from households.actions.take_register import take_register
from households.choices import DoorKind
from households.locks import lock_register
from households.meeting import Meeting, outlook
from households.placing import Places
from households.policies import REGISTER
from households.sheets import DOORS, ENTITIES, PEOPLE
from households.wanted import READERS, Reading, Wanted


def survey_people(checked: Checked, actor: Actor, at: dt.datetime) -> Survey:
    """Rows of the ledger, as households."""
    return _survey("people", DoorKind.HOUSEHOLD, checked, actor, at)


def survey_doors(checked: Checked, actor: Actor, at: dt.datetime) -> Survey:
    """Rows of the list of households."""
    return _survey("doors", DoorKind.HOUSEHOLD, checked, actor, at)


def survey_entities(checked: Checked, actor: Actor, at: dt.datetime) -> Survey:
    """Rows of the list of market entities."""
    return _survey("entities", DoorKind.ENTITY, checked, actor, at)


def _survey(reader: str, kind: str, checked: Checked, actor: Actor, at: dt.datetime) -> Survey:
    lock_register()
    reading = Reading(day_of(at), Places(actor.paths_for(REGISTER)))
    READERS[reader](reading, checked)
    meeting = Meeting(reading, kind)
    met = meeting.meet()
    pairs = meeting.pair(met, checked, actor)
    made = [door for door in met if door.standing is None or door.is_changed or door.staff_id]
    notes = sorted(reading.notes, key=lambda note: note.number)
    return Survey(reading.errors, notes, made, outlook(met, meeting, pairs))


@imports(
    "households.people",
    sheet=PEOPLE,
    ability=REGISTER,
    title=gettext_lazy("住户台账"),
    survey=survey_people,
    note=gettext_lazy("每人一行，同一户的人按户编号，或按户主、住址和网格归在一起。"),
)
def import_people(*, rows: Iterable[Wanted], actor: Actor, at: dt.datetime) -> None:
    """Take the ledger."""
    take_register(doors=list(rows), actor=actor, at=at)


@imports(
    "households.doors",
    sheet=DOORS,
    ability=REGISTER,
    title=gettext_lazy("户表"),
    survey=survey_doors,
    note=gettext_lazy("每户一行，只有户主。"),
)
def import_doors(*, rows: Iterable[Wanted], actor: Actor, at: dt.datetime) -> None:
    """Take the list of households."""
    take_register(doors=list(rows), actor=actor, at=at)


@imports(
    "households.entities",
    sheet=ENTITIES,
    ability=REGISTER,
    title=gettext_lazy("市场主体表"),
    survey=survey_entities,
    note=gettext_lazy("每个市场主体一行。"),
)
def import_entities(*, rows: Iterable[Wanted], actor: Actor, at: dt.datetime) -> None:
    """Take the list of market entities."""
    take_register(doors=list(rows), actor=actor, at=at)
