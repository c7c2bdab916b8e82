"""A ledger is bound, numbered and filed with the county office: a snapshot, to be printed again to the last byte."""

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.printing.actions import issue_document, take_number
from core.printing.originals import original_of
from core.printing.setting import Told, nobody
from core.printing.volume import VOLUME, pages_of
from core.tenancy.models import Tenant
from core.workcalendar.rules import day_of
from grids.choices import Level
from grids.models import Area
from households.binding import bound_ledger, title_of
from households.choices import VolumeKind
from households.ledger_rows import lines_of
from households.ledger_scope import Scope
from households.log_codes import VOLUME_FILED
from households.models import Volume
from households.policies import may_file_volume

DOCUMENT_KIND: Final = "households.volume"
NUMBER: Final = "{place}包联台账〔{year}〕第{seq}号"
MOST_ROWS: Final = 8000
"""Households, visits or problems: a fifth more than 康保's largest township. More is filed by township or village."""


@transaction.atomic
def file_volume(
    *,
    kind: VolumeKind,
    place: Area,
    month: dt.date,
    unit: Unit | None = None,
    key: UUID,
    told: Told = nobody,
    actor: Actor,
    at: dt.datetime,
) -> Volume:
    """Bind a ledger of a place and month and file it. Whatever stops it half-way leaves no volume and takes no number.

    Args:
        month: its first day.
        unit: only the doors of this unit's cadres, by cadre.
        key: made where it was asked; the same key again gives the same volume and writes nothing.
        told: hears how far it is.

    Raises:
        Refused: not theirs, a month to come, nothing in it, more than one volume holds.
        FontMissing, TypesettingFailed: nothing was filed.
    """
    if filed := Volume.objects.filter(pk=key).select_related("document").first():
        return filed
    post = require(may_file_volume(actor, path=place.path))
    today = day_of(at)
    if month.day != 1 or month > today:
        raise Refused(_("请选择已开始的月份。"))
    scope = Scope(path=place.path, month=month, today=today, units=frozenset({unit.pk}) if unit else None)
    count = len(lines_of(kind, scope))
    if not count:
        raise Refused(_("本期没有记录，无需装订。"))
    if count > MOST_ROWS:
        what = _("乡镇") if place.level == Level.COUNTY else _("村")
        raise Refused(_("超过%(n)s户（件），请按%(what)s分册装订。") % {"n": MOST_ROWS, "what": what})
    county = Tenant.objects.get(code=actor.tenant).full_name
    bound = bound_ledger(kind, scope, place=place, unit=unit, names=(county, actor.name), on=today)
    rows = sum(len(section.rows) for section in bound.sections)
    told(0, rows)
    title = title_of(kind, scope, place=place, unit=unit)
    number = take_number(
        organisation_id=place.pk,
        kind=DOCUMENT_KIND,
        year=today.year,
        template=NUMBER,
        words={"place": place.name},
        actor=actor,
        at=at,
    )
    document = issue_document(
        template=VOLUME,
        data=bound.as_data(),
        kind=DOCUMENT_KIND,
        title=title,
        actor=actor,
        at=at,
        post=post,
        number=number,
        organisation_id=place.pk,
        path=place.path,
        told=told,
    )
    volume: Volume = Volume.objects.create(
        pk=key,
        kind=kind,
        path=place.path,
        unit=unit,
        month=month,
        title=title,
        document=document,
        rows=rows,
        pages=pages_of(original_of(document)),
        filed_by_id=actor.person,
        filed_at=at,
    )
    record(
        VOLUME_FILED,
        actor=actor,
        post=post,
        at=at,
        subject=volume,
        path=place.path,
        after={"number": number.text, "rows": rows, "pages": volume.pages},
    )
    return volume
