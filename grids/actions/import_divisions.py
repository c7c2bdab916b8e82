"""Bring a county's townships and villages to what the official list says."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from core.audit.actions.record import record
from core.paths.ranges import child_path
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.rules.initials import initials_of
from core.tenancy.context import required_tenant
from grids.choices import Level
from grids.divisions import Division
from grids.locks import lock_tree
from grids.log_codes import DIVISIONS_IMPORTED
from grids.models import Area
from grids.policies import may_import_divisions
from grids.rules.codes import level_of, parent_code
from grids.rules.names import short_name

BATCH = 2000


class UnknownParent(ValueError):
    """A division whose parent is neither in the list nor in the tree."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        opened, renamed: areas of this run.
        missing: areas in force whose code the list no longer has; they are left to a person.
    """

    opened: list[Area] = field(default_factory=list)
    renamed: list[Area] = field(default_factory=list)
    missing: list[Area] = field(default_factory=list)


@transaction.atomic
def import_divisions(
    *, divisions: Iterable[Division], on: dt.date, actor: Actor, at: dt.datetime
) -> Imported:
    """Open what is new, rename what is called otherwise, and name what the list no longer has.

    Run twice, it does nothing the second time. Grids are left alone.

    Args:
        divisions: parents before children.
        on: the day from which new areas are in force.

    Raises:
        UnknownParent: a division hangs in the air.
        Refused: the actor may not.
    """
    post = require(may_import_divisions(actor))
    lock_tree()
    standing = Area.objects.filter(valid_to=None, level__lte=Level.VILLAGE).exclude(code="")
    by_code = {area.code: area for area in standing.select_for_update()}
    done = Imported()
    listed, counted = set(), set()
    for division in divisions:
        listed.add(division.code)
        name = short_name(division.name)
        area = by_code.get(division.code)
        if area is None:
            area = by_code[division.code] = _new(division, name, by_code, on)
            counted.add(area.parent_id)
            done.opened.append(area)
        elif area.name not in (name, division.name):
            area.name, area.initials = name, initials_of(name)
            done.renamed.append(area)
    done.missing.extend(area for code, area in by_code.items() if code not in listed)
    new = {area.pk for area in done.opened}
    Area.objects.bulk_create(done.opened, batch_size=BATCH)
    parents = [area for area in by_code.values() if area.pk in counted - new]
    Area.objects.bulk_update(parents, ["last_child"], batch_size=BATCH)
    Area.objects.bulk_update(done.renamed, ["name", "initials"], batch_size=BATCH)
    if done.opened or done.renamed:
        counts = {"opened": len(done.opened), "renamed": len(done.renamed), "missing": len(done.missing)}
        record(DIVISIONS_IMPORTED, actor=actor, post=post, at=at, after=counts, path=str(required_tenant()))
    return done


def _new(division: Division, name: str, by_code: dict[str, Area], on: dt.date) -> Area:
    level = level_of(division.code)
    if level == Level.COUNTY:
        path, parent = str(required_tenant()), None
    else:
        parent = by_code.get(parent_code(division.code))
        if parent is None:
            raise UnknownParent(f"{division.code} {division.name}: no {parent_code(division.code)}")
        parent.last_child += 1
        path = child_path(parent.path, parent.last_child)
    return Area(
        parent=parent,
        path=path,
        level=level,
        name=name,
        initials=initials_of(name),
        code=division.code,
        valid_from=on,
    )
