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
