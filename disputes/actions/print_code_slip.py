"""The slip with the code of one case, which a party takes home (一案一码)."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.printing.qr import qr_svg
from core.printing.typesetting import Imprint, render
from core.workcalendar.rules import day_of
from disputes.log_codes import PAPER_PRINTED
from disputes.models import Case
from disputes.policies import may_read_names
from disputes.selectors import facts_of

SLIP: Final = "core/printing/typst/slip.typ"


@transaction.atomic
def print_code_slip(*, case: Case, place: str, address: str, actor: Actor, at: dt.datetime) -> bytes:
    """The slip as a PDF; the print is recorded. It names nobody: whoever finds it learns a code and no more.

    Args:
        place: where the dispute lies, in words.
        address: what the QR code leads to.

    Raises:
        Refused: the actor doesn't handle the case.
    """
    post = require(may_read_names(actor, case, facts_of(case)))
    title = _("案件凭条")
    record(PAPER_PRINTED, actor=actor, post=post, at=at, subject=case, after={"title": title})
    facts = [
        [_("登记日期"), str(day_of(case.registered_at))],
        [_("区域"), place],
        [_("受理单位"), case.committee.name if case.committee else _("待受理")],
    ]
    slip = {
        "heading": case.number or _("尚未编号"),
        "facts": facts,
        "secret_label": _("一案一码"),
        "secret": case.code,
        "qr": qr_svg(address),
        "steps": [
            _("询问办理进度时，请出示本凭条或报出上面的代码。"),
            _("调解自愿、保密，不收任何费用。"),
        ],
    }
    return render(SLIP, {"title": title, "slips": [slip]}, Imprint(printed_at=at, printed_by=actor.name))
