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

_VISIT = {
    "staff": _("走访人"),
    "way": _("方式"),
    "visited_at": _("走访时间"),
    "found_nobody": _("家中无人"),
    "demands": _("诉求件数"),
    "fields": _("更正内容"),
    "says": _("结果"),
    "visits": _("次数"),
    "minutes": _("分钟"),
}
_DEMAND = {
    "kind": _("类别"),
    "unit": _("归口部门"),
    "staff": _("责任人"),
    "due_at": _("期限"),
    "state": _("进展"),
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
VISIT_RECORDED = code("households.visit_recorded", _("{actor}记录走访：{subject}"), labels=_VISIT)
VISIT_DRAFTED = code("households.visit_drafted", _("{actor}存走访草稿：{subject}"), labels=_VISIT)
DRAFT_DROPPED = code("households.draft_dropped", _("{actor}删除走访草稿：{subject}"), labels=_VISIT)
VISIT_CORRECTED = code(
    "households.visit_corrected", _("{actor}更正走访：{subject}，原因：{reason}"), labels=_VISIT
)
VISIT_COMMENTED = code("households.visit_commented", _("{actor}点评走访：{subject}"), labels=_VISIT)
VISITS_BURST = code(
    "households.visits_burst",
    _("{after[staff]}在{after[minutes]}分钟内记录走访{after[visits]}次，请负责人了解"),
    labels=_VISIT,
)
VISIT_ANSWERED = code("households.visit_answered", _("群众确认走访{subject}：{after[says]}"), labels=_VISIT)
CALL_BACKS_DRAWN = code(
    "households.call_backs_drawn",
    _("{actor}从{after[population]}次走访中抽取{after[drawn]}次电话回访"),
    labels={"population": _("走访次数"), "drawn": _("抽取次数"), "seed": _("抽取种子"), "month": _("月份")},
)
CALL_BACK_NOTED = code(
    "households.call_back_noted", _("{actor}回访走访{subject}：{after[says]}"), labels=_VISIT
)
CALL_BACK_PHONE = code(
    "households.call_back_phone",
    _("{actor}为电话回访查看{subject}的电话"),
    personal=(SUBJECT,),
    kind=READ,
)
DEMAND_RAISED = code("households.demand_raised", _("{actor}登记群众诉求：{subject}"), labels=_DEMAND)
DEMAND_ASSIGNED = code("households.demand_assigned", _("{actor}分派{subject}"), labels=_DEMAND)
DEMAND_ANSWERED = code("households.demand_answered", _("{actor}答复{subject}"), labels=_DEMAND)
DEMAND_WITHDRAWN = code("households.demand_withdrawn", _("{actor}撤回{subject}：{reason}"), labels=_DEMAND)
DEMAND_NEAR = code("households.demand_near", _("{subject}临近答复期限"), labels=_DEMAND)
DEMAND_OVERDUE = code("households.demand_overdue", _("{subject}超期未答复"), labels=_DEMAND)

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
