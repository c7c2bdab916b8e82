"""The slip with the code of one case as a paper: it names nobody, whoever finds it learns a code and no more."""

import datetime as dt
from typing import Final

from django.utils.translation import gettext as _

from core.printing.qr import qr_svg
from core.printing.typesetting import Imprint, render
from core.workcalendar.rules import day_of
from disputes.models import Case

SLIP: Final = "core/printing/typst/slip.typ"


def slip_pdf(case: Case, *, title: str, place: str, address: str, by: str, at: dt.datetime) -> bytes:
    """The slip as a PDF; `address` is what its QR code leads to."""
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
    return render(SLIP, {"title": title, "slips": [slip]}, Imprint(printed_at=at, printed_by=by))
