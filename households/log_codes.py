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

_RULE = {
    "part_days": _("不足几日不计当月"),
    "first_days": _("首次催办"),
    "second_days": _("再次催办"),
    "burst_visits": _("集中记录次数"),
    "burst_minutes": _("集中记录分钟"),
    "call_back_percent": _("电话回访比例"),
    "demand_value": _("诉求答复期限"),
    "demand_unit": _("诉求期限单位"),
    "request_value": _("个人信息请求期限"),
    "request_unit": _("请求期限单位"),
    "valid_from": _("启用日"),
    "source": _("依据"),
}
_QUOTA = {"unit": _("单位"), "area": _("区域"), "doors": _("户数"), "most": _("每名干部最多")}
_HANDOVER = {
    "from": _("移交人"),
    "to": _("接收人"),
    "on": _("交接日"),
    "count": _("户数"),
}

# rules
COUNTY_FURNISHED = code("households.furnished", _("{actor}为本县设置包联规则"))
LIAISON_RULE_CHANGED = code(
    "households.rule_changed", _("{actor}调整包联规则，自{after[valid_from]}起"), labels=_RULE
)

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
DOORS_GIVEN = code(
    "households.given", _("{actor}将{after[count]}户交由{subject}包联"), labels=_PAIR | {"count": _("户数")}
)
PAIR_TAKEN_BACK = code(
    "households.pair_taken_back",
    _("{actor}撤销{subject}自{before[from_on]}起由{before[staff]}包联的安排"),
    personal=(SUBJECT,),
    labels=_PAIR,
)
PAIRS_HANDED_OVER = code(
    "households.handed_over",
    _("{actor}办理包联交接：{after[from]}的{after[count]}户自{after[on]}起由{after[to]}包联"),
    labels=_HANDOVER,
)
HANDOVER_RECEIVED = code(
    "households.handover_received", _("{actor}签收包联交接{after[count]}户"), labels=_HANDOVER
)
HANDOVER_TAKEN_BACK = code(
    "households.handover_taken_back",
    _("{actor}撤销包联交接：{before[count]}户仍由{before[from]}包联"),
    labels=_HANDOVER,
)
QUOTA_SET = code(
    "households.quota_set", _("{actor}设置包联定额：{subject}包{after[area]}{after[doors]}户"), labels=_QUOTA
)
QUOTA_REMOVED = code(
    "households.quota_removed", _("{actor}删除{subject}在{before[area]}的包联定额"), labels=_QUOTA
)
GRID_LED = code(
    "households.grid_led",
    _("{actor}安排{subject}自{after[from_on]}起包片{after[area]}"),
    labels=_PAIR | {"area": _("网格")},
)
GRID_LEAD_ENDED = code(
    "households.grid_lead_ended",
    _("{actor}结束{subject}对{before[area]}的包片"),
    labels=_PAIR | {"area": _("网格")},
)

# months and duties

# visits and demands

# cards and volumes

# campaigns
_CAMPAIGN = {
    "title": _("名称"),
    "question": _("问题"),
    "ground": _("法律依据"),
    "ends_on": _("截止"),
    "deletes": _("截止后删除"),
    "value": _("答复"),
    "follow_until": _("跟进至"),
    "answers": _("答复数"),
}
CAMPAIGN_OPENED = code("households.campaign_opened", _("{actor}发起专项摸排{subject}"), labels=_CAMPAIGN)
CAMPAIGN_ANSWERED = code(
    "households.campaign_answered", _("{actor}填报{subject}{after[answers]}条"), labels=_CAMPAIGN
)
CAMPAIGN_ZERO = code("households.campaign_zero", _("{actor}对{subject}作零报告"), labels=_CAMPAIGN)
CAMPAIGN_FOLLOWED = code("households.campaign_followed", _("{actor}完成{subject}的跟进"), labels=_CAMPAIGN)
CAMPAIGN_ENDED = code(
    "households.campaign_ended", _("{actor}结束{subject}，按约定删除答复{after[deleted]}条"), labels=_CAMPAIGN
)
CAMPAIGN_NEAR = code("households.campaign_near", _("{subject}即将截止"), labels=_CAMPAIGN)
FOLLOW_UP_MISSED = code("households.follow_up_missed", _("{subject}有跟进事项到期未完成"), labels=_CAMPAIGN)

# residents' requests about their data
