from django.utils.translation import gettext_lazy as _

from core.audit.codes import WRITE, code

COUNTY_OPENED = code(
    "governance.county_opened",
    _("{actor}开通{after[full_name]}，建立区域{after[divisions]}个、管理员账号{after[officers]}个"),
    kind=WRITE,
    labels={"full_name": _("县"), "divisions": _("区域"), "officers": _("管理员账号")},
)
