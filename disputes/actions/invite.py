"""An adviser is invited to one case, a department is asked to take part in one: by name, for some days, for a purpose."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff, Unit
from core.grants.actions.grant import grant
from core.grants.holders import Holder
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused, require
from disputes.log_codes import ADVISER_INVITED, UNIT_ASKED
from disputes.models import Case, CaseGrant
from disputes.policies import ADVISE, TAKE_PART, may_write
from disputes.selectors import facts_of

# A month of mediation, performance and visits are over within a year: who is needed longer is invited anew, so that
# nobody reads a file for a purpose of long ago.
LONGEST = dt.timedelta(days=366)


@transaction.atomic
def invite_adviser(
    *,
    case: Case,
    adviser: Staff,
    from_on: dt.date,
    to_on: dt.date | None,
    purpose: str,
    actor: Actor,
    at: dt.datetime,
) -> CaseGrant:
    """Open the case to an adviser (顾问团 1+7+X); nothing else of the county opens with it.

    Args:
        to_on: the first day on which it is over; None for as long as an invitation lasts.

    Raises:
        Refused: not theirs to open, the adviser has no account, is invited already, no purpose is given, or
            it would be open for more than a year.
    """
    case, post = _locked(case, actor)
    if adviser.user_id is None or adviser.left_on is not None:
        raise Refused(_("%(name)s没有启用中的账号。") % {"name": adviser.name})
    opened: CaseGrant = grant(  # type: ignore[assignment]  # the room's own table of grants
        subject=case,
        ability=ADVISE,
        holder=Holder.person(adviser.user_id, adviser.name),
        from_on=from_on,
        to_on=_until(from_on, to_on),
        purpose=purpose,
        actor=actor,
        post=post,
        at=at,
        code=ADVISER_INVITED,
    )
    return opened


@transaction.atomic
def ask_unit(
    *,
    case: Case,
    unit: Unit,
    from_on: dt.date,
    to_on: dt.date | None,
    purpose: str,
    actor: Actor,
    at: dt.datetime,
) -> CaseGrant:
    """Open the case to a department's handlers, who are asked to take part.

    Args:
        to_on: the first day on which it is over; None for as long as an invitation lasts.

    Raises:
        Refused: not theirs to open, the unit is closed or asked already, no purpose is given, or it would be open for
            more than a year.
    """
    case, post = _locked(case, actor)
    if unit.valid_to is not None:
        raise Refused(_("%(name)s已撤销。") % {"name": unit.name})
    opened: CaseGrant = grant(  # type: ignore[assignment]  # the room's own table of grants
        subject=case,
        ability=TAKE_PART,
        holder=Holder.unit(unit.pk, unit.name),
        from_on=from_on,
        to_on=_until(from_on, to_on),
        purpose=purpose,
        actor=actor,
        post=post,
        at=at,
        code=UNIT_ASKED,
    )
    return opened


def _locked(case: Case, actor: Actor) -> tuple[Case, ActingPost | None]:
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    return locked, require(may_write(actor, locked, facts_of(locked)))


def _until(from_on: dt.date, to_on: dt.date | None) -> dt.date:
    last = from_on + LONGEST
    if to_on is not None and to_on > last:
        raise Refused(_("最长开放一年，不晚于%(day)s；到期仍需要的，再次邀请。") % {"day": last})
    return to_on or last
