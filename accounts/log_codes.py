from django.utils.translation import gettext_lazy as _

from core.audit.codes import READ, SECURITY, code
from core.crypto.masks import mask_account, mask_email

_STAFF = {
    "name": _("姓名"),
    "duty_phone": _("值班电话"),
    "personal_phone": _("本人电话"),
    "username": _("账号"),
}
_UNIT = {"name": _("名称"), "abbreviation": _("简称"), "kind": _("类型"), "valid_to": _("撤销日")}
_POST = {
    "staff": _("任职人"),
    "role": _("岗位"),
    "path": _("区域"),
    "unit": _("单位"),
    "from_on": _("任职日"),
    "to_on": _("免职日"),
    "successor": _("接任人"),
    "deputy": _("代理人"),
}
_PHONES = ("personal_phone",)

STAFF_ADDED = code("accounts.staff_added", _("{actor}新增工作人员{subject}"), personal=_PHONES, labels=_STAFF)
STAFF_CHANGED = code(
    "accounts.staff_changed", _("{actor}修改{subject}的资料"), personal=_PHONES, labels=_STAFF
)
ADDRESSES_CHANGED = code(
    "accounts.addresses_changed",
    _("{actor}修改了自己的提醒地址"),
    personal={"email": mask_email, "wecom_id": mask_account, "dingtalk_id": mask_account},
    labels={"email": _("电子邮箱"), "wecom_id": _("企业微信账号"), "dingtalk_id": _("钉钉账号")},
)
PHONE_SEEN = code(
    "accounts.phone_seen",
    _("{actor}查看{subject}的本人电话：{reason}"),
    kind=READ,
    labels={"fields": _("查看的内容")},
)
USER_CLOSED = code(
    "accounts.user_closed",
    _("{actor}停用{subject}的账号：{reason}"),
    kind=SECURITY,
    labels={"left_on": _("离岗日")},
)
UNIT_OPENED = code("accounts.unit_opened", _("{actor}设立单位{subject}"), labels=_UNIT)
UNIT_CHANGED = code("accounts.unit_changed", _("{actor}修改单位{subject}的资料"), labels=_UNIT)
UNIT_CLOSED = code("accounts.unit_closed", _("{actor}撤销单位{subject}：{reason}"), labels=_UNIT)
UNIT_JOINED = code("accounts.unit_joined", _("{actor}将{subject}编入{after[unit]}"), labels=_POST)
UNIT_LEFT = code("accounts.unit_left", _("{actor}将{subject}调出{before[unit]}"), labels=_POST)
POST_APPOINTED = code(
    "accounts.post_appointed", _("{actor}任命{after[staff]}为{subject}，自{after[from_on]}起"), labels=_POST
)
POST_RELIEVED = code(
    "accounts.post_relieved", _("{actor}免去{before[staff]}的{subject}，自{after[to_on]}起"), labels=_POST
)
POST_WITHDRAWN = code(
    "accounts.post_withdrawn", _("{actor}撤回对{before[staff]}任{subject}的任命"), labels=_POST
)
POST_HANDED_OVER = code(
    "accounts.post_handed_over",
    _("{actor}将{before[staff]}的{subject}交接给{after[staff]}，自{after[from_on]}起"),
    labels=_POST | {"moved": _("随岗移交")},
)
DEPUTY_NAMED = code(
    "accounts.deputy_named", _("{actor}指定{after[deputy]}代理{subject}：{reason}"), labels=_POST
)
DEPUTY_ENDED = code("accounts.deputy_ended", _("{actor}结束{before[deputy]}对{subject}的代理"), labels=_POST)
OFFICER_PROPOSED = code(
    "accounts.officer_proposed",
    _("{actor}提议{after[kind]}{after[staff]}{after[role]}：{reason}"),
    kind=SECURITY,
    labels=_POST | {"kind": _("事项"), "on": _("生效日")},
)
OFFICER_CONFIRMED = code(
    "accounts.officer_confirmed",
    _("{actor}同意{after[kind]}{after[staff]}{after[role]}"),
    kind=SECURITY,
    labels=_POST | {"kind": _("事项"), "on": _("生效日"), "proposed_by": _("提议人")},
)
OFFICER_TURNED_DOWN = code(
    "accounts.officer_turned_down",
    _("{actor}不同意{after[kind]}{after[staff]}{after[role]}"),
    kind=SECURITY,
    labels=_POST | {"kind": _("事项"), "on": _("生效日"), "proposed_by": _("提议人")},
)
_SLIP = {"purpose": _("用途"), "expires_at": _("失效时间"), "staff": _("持有人")}
SLIP_ISSUED = code(
    "accounts.slip_issued", _("{actor}为{after[staff]}签发{after[purpose]}凭单"), kind=SECURITY, labels=_SLIP
)
SLIP_COUNTERSIGNED = code(
    "accounts.slip_countersigned",
    _("{actor}复核了{after[staff]}的{after[purpose]}凭单"),
    kind=SECURITY,
    labels=_SLIP,
)
SLIP_USED = code("accounts.slip_used", _("{subject}凭一次性凭单设置了密码"), kind=SECURITY, labels=_SLIP)
PASSWORD_CHANGED = code("accounts.password_changed", _("{actor}修改了自己的密码"), kind=SECURITY)
SESSIONS_ENDED = code("accounts.sessions_ended", _("{actor}结束了{subject}的全部登录会话"), kind=SECURITY)
TOTP_SET_UP = code("accounts.totp_set_up", _("{actor}启用了动态口令"), kind=SECURITY)
TOTP_REMOVED = code("accounts.totp_removed", _("{actor}停用了动态口令"), kind=SECURITY)
RECOVERY_USED = code("accounts.recovery_used", _("{actor}用恢复码完成了第二因素验证"), kind=SECURITY)
