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
MONTH_OPENED = code("households.month_opened", _("{actor}开启{after[month]}走访任务{after[duties]}件"))
DUTIES_ALIGNED = code(
    "households.duties_aligned",
    _("{actor}按包联变动更新走访任务"),
    labels={"opened": _("新增"), "changed": _("变更"), "fulfilled": _("已有走访")},
)
DUTY_REMINDED = code(
    "households.duty_reminded",
    _("{after[month]}还有{after[left]}待走访，请于月底前完成"),
    labels={"left": _("待办")},
)
MONTH_ENDED = code(
    "households.month_ended",
    _("{actor}核定{after[month]}走访任务：完成{after[done]}件，未完成{after[missed]}件"),
    labels={"exempt": _("免予走访")},
)
UNIT_MISSED = code(
    "households.unit_missed", _("{subject}{after[month]}未完成走访{after[missed]}件：{after[who]}")
)
DUTY_EXEMPTED = code(
    "households.duty_exempted",
    _("{actor}免予{subject}{after[month]}走访：{reason}"),
    personal=(SUBJECT,),
    labels={"staff": _("包联干部")},
)
DUTY_EXPLAINED = code(
    "households.duty_explained",
    _("{actor}说明{subject}{after[month]}未走访的原因：{after[explained]}"),
    personal=(SUBJECT,),
    labels={"staff": _("包联干部"), "explained": _("说明")},
)

# visits and demands

# cards and volumes

# campaigns

# residents' requests about their data
