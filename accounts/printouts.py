"""Slips on paper. They are rendered and not issued: a one-time code must not stay in the archive."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Slip
from core.permissions.actor import Actor
from core.printing.qr import qr_svg
from core.printing.typesetting import Imprint, render

SLIP = "core/printing/typst/slip.typ"


def print_slip(slip: Slip, code: str, *, actor: Actor, at: dt.datetime, address: str) -> bytes:
    """The slip as a PDF, with a receipt that the unit keeps."""
    staff = slip.staff
    facts = [
        [_("姓名"), staff.name],
        [_("账号"), staff.user.username if staff.user else ""],
        [_("用途"), str(slip.get_purpose_display())],
        [_("签发人"), actor.name],
    ]
    steps = [
        _("用手机扫码，或在登录页点“首次使用，或忘记密码”。"),
        _("填写账号和上面的代码，设置自己的密码。"),
        _("请当面交给本人，不要拍照转发。"),
    ]
    if slip.needs_countersign:
        steps.insert(0, _("此凭单须由另一名管理员在“三员任免”中复核后才能使用。"))
    return render(
        SLIP,
        {
            "title": _("账号凭单"),
            "slips": [
                {
                    "heading": f"{staff.name} · {slip.get_purpose_display()}",
                    "facts": facts,
                    "secret_label": _("一次性代码"),
                    "secret": code,
                    "qr": qr_svg(address),
                    "steps": steps,
                    "valid_until": f"{timezone.localtime(slip.expires_at):%Y-%m-%d %H:%M}"
                    if slip.expires_at
                    else "",
                }
            ],
            "receipt": True,
        },
        Imprint(printed_at=at, printed_by=actor.name),
    )
