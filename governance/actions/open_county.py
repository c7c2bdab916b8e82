"""Opening a county: its tree down to the villages and the three officers whom it needs before anybody else."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.add_staff import add_staff
from accounts.actions.appoint import appoint
from accounts.actions.issue_slip import issue_slip
from accounts.choices import OFFICERS, Role
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from governance.furnishing import furnish_rooms
from governance.log_codes import COUNTY_OPENED
from grids.actions.import_divisions import import_divisions
from grids.divisions import Division


@dataclass(frozen=True, slots=True)
class FirstSlip:
    """What one officer is handed: it is shown once and stored nowhere."""

    name: str
    role: str
    username: str
    code: str
    valid_until: dt.datetime | None


@transaction.atomic
def open_county(
    *,
    code: int,
    name: str,
    full_name: str,
    divisions: Sequence[Division],
    officers: Mapping[str, str],
    actor: Actor,
    at: dt.datetime,
    today: dt.date,
) -> list[FirstSlip]:
    """Open a county that does not stand yet. It comes whole or not at all.

    Args:
        divisions: the county itself first, then townships and villages.
        officers: name by role, one for each of the three.

    Raises:
        Refused: the county stands already, or the three are not three people.
    """
    if Tenant.objects.filter(code=code).exists():
        raise Refused(_("该县已经开通。"))
    if set(officers) != set(OFFICERS) or len(set(officers.values())) != len(OFFICERS):
        raise Refused(_("系统管理员、安全管理员、审计管理员须是三个不同的人。"))
    county = Tenant.objects.create(code=code, name=name, full_name=full_name)
    with in_tenant(code):
        import_divisions(divisions=divisions, on=today, actor=actor, at=at)
        furnish_rooms(actor=actor, at=at, on=today)
        slips = [
            _first(role=role, name=officers[role], code=code, actor=actor, at=at, today=today)
            for role in OFFICERS
        ]
        record(
            COUNTY_OPENED,
            actor=actor,
            at=at,
            subject=county,
            path=str(code),
            after={"full_name": full_name, "divisions": len(divisions), "officers": len(slips)},
        )
    return slips


def _first(*, role: str, name: str, code: int, actor: Actor, at: dt.datetime, today: dt.date) -> FirstSlip:
    staff = add_staff(name=name, unit=None, from_on=today, actor=actor, at=at)
    appoint(staff=staff, role=role, path=str(code), from_on=today, today=today, actor=actor, at=at)
    slip, word = issue_slip(staff=staff, today=today, actor=actor, at=at)
    username = staff.user.username if staff.user else ""
    return FirstSlip(name, str(Role(role).label), username, word, slip.expires_at)
