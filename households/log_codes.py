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
_MEMBER = {
    "member_name": _("姓名"),
    "relation": _("与户主关系"),
    "sex": _("性别"),
    "born_on": _("出生年月"),
    "id_number": _("身份证号"),
    "phone": _("电话"),
    "is_away": _("外出"),
    "returns_on": _("预计返回"),
    "on": _("日期"),
    "why": _("原因"),
    "head_name": _("新户主"),
}
_OF_DOOR = (SUBJECT, "name", "address", "phone", "operator")
_OF_MEMBER = (SUBJECT, "member_name", "head_name", "born_on", "id_number", "phone")
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
DOOR_CHANGED = code(
    "households.door_changed",
    _("{actor}更正{subject}"),
    personal=_OF_DOOR,
    labels={**_DOOR, "people": _("人数")},
)
REGISTER_TAKEN = code(
    "households.register_taken",
    _("{actor}由表格登记{after[entered]}户、更改{after[changed]}户"),
    labels={"entered": _("新增户"), "changed": _("更改户"), "people": _("新增人员"), "paired": _("包联")},
)
DOOR_AWAY = code("households.door_away", _("{actor}将{subject}标为外出"), personal=(SUBJECT,), labels=_DOOR)
DOOR_HOME = code("households.door_home", _("{actor}将{subject}标为在家"), personal=(SUBJECT,), labels=_DOOR)
DOOR_MOVED = code(
    "households.door_moved", _("{actor}将{subject}划到另一网格"), personal=_OF_DOOR, labels=_DOOR
)
DOOR_SPLIT = code(
    "households.door_split",
    _("{actor}从{subject}分出一户"),
    personal=(SUBJECT, "name", "address"),
    labels={**_DOOR, "people": _("人数"), "on": _("日期")},
)
DOORS_MERGED = code(
    "households.doors_merged",
    _("{actor}将{before[name]}并入{subject}"),
    personal=(SUBJECT, "name", "address"),
    labels={**_DOOR, "people": _("人数"), "on": _("日期")},
)
DOOR_CLOSED = code(
    "households.door_closed",
    _("{actor}注销{subject}：{after[why]}"),
    personal=(SUBJECT,),
    labels={"why": _("原因"), "on": _("日期"), "staff": _("包联干部")},
)
MEMBER_ADDED = code(
    "households.member_added",
    _("{actor}在{subject}户登记{after[member_name]}"),
    personal=_OF_MEMBER,
    labels=_MEMBER,
)
MEMBER_CHANGED = code(
    "households.member_changed", _("{actor}更正{subject}户成员信息"), personal=_OF_MEMBER, labels=_MEMBER
)
HEAD_NAMED = code(
    "households.head_named",
    _("{actor}将{subject}户户主改为{after[head_name]}"),
    personal=_OF_MEMBER,
    labels=_MEMBER,
)
MEMBER_LEFT = code(
    "households.member_left",
    _("{actor}登记{subject}户{before[member_name]}离户：{after[why]}"),
    personal=_OF_MEMBER,
    labels=_MEMBER,
)
TWINS_SETTLED = code(
    "households.twins_settled",
    _("{actor}认定{subject}户一人与另一户登记：{after[verdict]}"),
    personal=(SUBJECT,),
    labels={"verdict": _("认定"), "note": _("说明")},
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
VISIT_RECORDED = code("households.visit_recorded", _("{actor}记录走访：{subject}"), labels=_VISIT)
GRID_VISIT_RECORDED = code(
    "households.grid_visit_recorded",
    _("{actor}记录到{after[area]}的包片走访"),
    labels=_VISIT | {"area": _("网格")},
)
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
CARDS_PRINTED = code(
    "households.cards_printed",
    _("{actor}打印{subject}的连心卡（{after[cadre]}）"),
    personal=(SUBJECT,),
    kind=READ,
    labels={"cadre": _("包联干部")},
)
GRID_CARDS_PRINTED = code(
    "households.grid_cards_printed",
    _("{actor}打印{subject}的网格联系卡{after[count]}张"),
    kind=READ,
    labels={"count": _("张数")},
)
CARD_PICTURE_PUT = code(
    "households.card_picture_put",
    _("{actor}更换连心卡上的微信二维码"),
)
VOLUME_FILED = code(
    "households.volume_filed",
    _("{actor}向县综治中心报送{subject}{after[number]}，共{after[pages]}页"),
    labels={"number": _("编号"), "rows": _("行数"), "pages": _("页数")},
)
VOLUME_RECEIVED = code(
    "households.volume_received",
    _("{actor}签收{subject}{after[number]}"),
    labels={"number": _("编号")},
)

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
_REQUEST = {
    "kind": _("请求"),
    "asked_by_name": _("请求人"),
    "text": _("内容"),
    "due_at": _("答复期限"),
    "state": _("结果"),
    "answer": _("答复"),
}
_OF_REQUEST = (SUBJECT, "asked_by_name", "text", "answer")
REQUEST_TAKEN = code(
    "households.request_taken",
    _("{actor}受理{subject}的个人信息请求：{after[kind]}"),
    personal=_OF_REQUEST,
    labels=_REQUEST,
)
REQUEST_ANSWERED = code(
    "households.request_answered",
    _("{actor}答复{subject}的个人信息请求：{after[state]}"),
    personal=_OF_REQUEST,
    labels=_REQUEST,
)
REQUEST_NEAR = code(
    "households.request_near",
    _("{subject}的个人信息请求将于{after[due_at]}到期"),
    personal=(SUBJECT,),
    labels=_REQUEST,
)
REQUEST_OVERDUE = code(
    "households.request_overdue",
    _("{subject}的个人信息请求逾期未答复"),
    personal=(SUBJECT,),
    labels=_REQUEST,
)
REQUEST_STILL_OWED = code(
    "households.request_still_owed",
    _("{subject}的个人信息请求仍未答复"),
    personal=(SUBJECT,),
    labels=_REQUEST,
)
