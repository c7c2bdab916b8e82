from django.utils.translation import gettext_lazy as _

from core.audit.codes import READ, SUBJECT, code

_DOOR = {
    "name": _("户主或名称"),
    "address": _("地址"),
    "phone": _("电话"),
    "number": _("户编号"),
    "kind": _("类型"),
    "presence": _("在家情况"),
    "away_from": _("外出日"),
    "away_until": _("预计返回"),
    "operator": _("经营者"),
    "credit_code": _("统一社会信用代码"),
    "walk_order": _("走访次序"),
    "path": _("网格"),
    "note": _("备注"),
}
_PAIR = {
    "staff": _("包联干部"),
    "unit": _("单位"),
    "from_on": _("起"),
    "to_on": _("止"),
    "how": _("结对方式"),
}

# rules
COUNTY_FURNISHED = code("households.furnished", _("{actor}为本县设置包联规则"))

# register
DOOR_ENTERED = code(
    "households.door_entered",
    _("{actor}登记{subject}"),
    personal=(SUBJECT, "name", "address", "phone", "operator"),
    labels=_DOOR,
)
DOOR_SEEN = code(
    "households.door_seen",
    _("{actor}查看{subject}的完整信息：{reason}"),
    personal=(SUBJECT,),
    kind=READ,
)

# liaison
DOORS_PAIRED = code(
    "households.paired",
    _("{actor}将{subject}交由{after[staff]}包联"),
    personal=(SUBJECT,),
    labels=_PAIR,
)

# months and duties

# visits and demands

# cards and volumes

# campaigns

# residents' requests about their data
