"""A people's mediation committee is set up."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.checking import require_day, require_sound
from disputes.choices import CommitteeKind
from disputes.log_codes import COMMITTEE_OPENED
from disputes.models import Committee
from disputes.policies import may_open_committee
from grids.models import Area


@transaction.atomic
def open_committee(
    *,
    name: str,
    abbreviation: str,
    kind: str,
    path: str,
    from_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    unit: Unit | None = None,
    kind_codes: Sequence[str] = (),
    is_mixed: bool = False,
) -> Committee:
    """Set it up at an area. Its abbreviation stands in the numbers of its cases and is given out once, ever.

    Args:
        kind_codes: the kinds of dispute that a trade's committee takes; others take all.

    Raises:
        Refused: not theirs, a day to come, no area in force, a name or abbreviation that is taken, or a trade without kinds.
    """
    post = require(may_open_committee(actor, path=path, kind=kind))
    name, abbreviation = name.strip(), abbreviation.strip()
    if kind not in CommitteeKind.values:
        raise Refused(_("请选择调委会类别。"))
    require_day(_("设立日"), from_on, at)
    if not Area.objects.filter(path=path, valid_to=None).exists():
        raise Refused(_("该区域已停用，请重新选择。"))
    if not name or not abbreviation:
        raise Refused(_("请填写名称和文号简称。"))
    if (taken := Committee.objects.filter(abbreviation=abbreviation).first()) is not None:
        raise Refused(
            _("文号简称“%(short)s”已由%(name)s使用；撤销的调委会的简称也不再使用。")
            % {"short": abbreviation, "name": taken.name}
        )
    if Committee.objects.filter(name=name, valid_to=None).exists():
        raise Refused(_("已有同名的调委会。"))
    if kind == CommitteeKind.TRADE and not kind_codes:
        raise Refused(_("请选择行业调委会受理的纠纷类型。"))
    committee = Committee(
        name=name,
        abbreviation=abbreviation,
        kind=kind,
        path=path,
        unit=unit,
        kind_codes=sorted(kind_codes) if kind == CommitteeKind.TRADE else [],
        is_mixed=is_mixed,
        valid_from=from_on,
    )
    require_sound(committee)
    committee.save(force_insert=True)
    record(
        COMMITTEE_OPENED,
        actor=actor,
        post=post,
        at=at,
        subject=committee,
        after={"abbreviation": abbreviation, "kind": committee.get_kind_display(), "valid_from": from_on},
    )
    return committee
