from django.db import models
from django.utils.translation import gettext_lazy as _

from households.choices import Sex as Sex


class Level(models.TextChoices):
    """Who leads a case. TRADE is the committee of a trade (行业性专业性调委会), beside the county."""

    VILLAGE = "VILLAGE", _("村级")
    TOWNSHIP = "TOWNSHIP", _("乡镇级")
    COUNTY = "COUNTY", _("县级")
    TRADE = "TRADE", _("行业调委会")


LADDER: tuple[str, ...] = (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY)
"""The levels a case climbs by itself; what is not settled at the top is told to the county's leaders."""


class State(models.TextChoices):
    """Where a case stands (REFERENCE §2.4, §4.3)."""

    REGISTERED = "REGISTERED", _("待受理")
    RETURNED = "RETURNED", _("退回补正")
    ACCEPTED = "ACCEPTED", _("待调解")
    MEDIATING = "MEDIATING", _("调解中")
    PAUSED = "PAUSED", _("中止")
    HANDED_UP = "HANDED_UP", _("待接收")
    PERFORMING = "PERFORMING", _("履行中")
    SETTLED = "SETTLED", _("已化解待结案")
    ENDED = "ENDED", _("调解终止待结案")
    TRANSFERRED = "TRANSFERRED", _("已移送待结案")
    CLOSED = "CLOSED", _("已结案")
    MERGED = "MERGED", _("已并案")


FINAL: tuple[str, ...] = (State.CLOSED, State.MERGED)
"""States of a case on which nothing is owed any more."""


class Outcome(models.TextChoices):
    """What a case came to. Handled is not solved: only SETTLED counts as solved."""

    NONE = "", _("未有结果")
    SETTLED = "SETTLED", _("调解成功")
    SETTLED_ON_SPOT = "SETTLED_ON_SPOT", _("当场化解")
    FAILED = "FAILED", _("调解不成")
    REFUSED = "REFUSED", _("一方拒绝调解")
    WITHDRAWN = "WITHDRAWN", _("申请人撤回")
    TERMINATED = "TERMINATED", _("终止调解")
    BARRED = "BARRED", _("不得调解")
    TRANSFERRED = "TRANSFERRED", _("移送其他机关")


SOLVED: tuple[str, ...] = (Outcome.SETTLED, Outcome.SETTLED_ON_SPOT)


class Source(models.TextChoices):
    """By which door a dispute came in (REFERENCE §3.6)."""

    SWEEP = "SWEEP", _("主动排查")
    APPLICATION = "APPLICATION", _("当事人申请")
    GRID = "GRID", _("网格上报")
    VILLAGE = "VILLAGE", _("村级上报")
    COUNTER = "COUNTER", _("来访窗口")
    HOTLINE = "HOTLINE", _("12345热线")
    CODE = "CODE", _("群众扫码")
    COURT = "COURT", _("法院委派")
    PROCURATORATE = "PROCURATORATE", _("检察院移送")
    POLICE = "POLICE", _("公安移送")
    PETITION = "PETITION", _("信访移送")
    DEPARTMENT = "DEPARTMENT", _("其他部门移送")
    LEADER = "LEADER", _("领导批示")
    MATTER = "MATTER", _("事项转入")


ENTRUSTED: tuple[str, ...] = (
    Source.COURT,
    Source.PROCURATORATE,
    Source.POLICE,
    Source.PETITION,
    Source.DEPARTMENT,
)
"""Sources that the statistics count as entrusted or transferred (接受委托移送)."""


class Scale(models.TextChoices):
    """事件规模 (GB/T 31000 shape)."""

    INDIVIDUAL = "01", _("个体性")
    GROUP = "02", _("一般群体性")
    MAJOR_GROUP = "03", _("重大群体性")


class Risk(models.TextChoices):
    """How likely the dispute is to escalate, judged by a person. Graded is the dispute, never anybody in it."""

    LOW = "LOW", _("低")
    MEDIUM = "MEDIUM", _("中")
    HIGH = "HIGH", _("高")


class Urgency(models.TextChoices):
    ORDINARY = "ORDINARY", _("一般")
    URGENT = "URGENT", _("紧急")
    SPECIAL = "SPECIAL", _("特事特办")


class Grade(models.TextChoices):
    """How hard a case is, for the per-case allowance and the statistics of difficult cases."""

    SIMPLE = "SIMPLE", _("简单")
    GENERAL = "GENERAL", _("一般")
    MAJOR = "MAJOR", _("重大疑难")


class Card(models.TextChoices):
    """The supervision card (督办牌): ordered, or given by rule; never the time lamp, never the risk."""

    NONE = "", _("无")
    ORDINARY = "ORDINARY", _("普通督办")
    YELLOW = "YELLOW", _("黄牌督办")
    RED = "RED", _("红牌督办")


class Side(models.TextChoices):
    """On which side somebody stands. CONCERNED is on none: somebody else whom it concerns."""

    APPLICANT = "APPLICANT", _("申请方")
    RESPONDENT = "RESPONDENT", _("被申请方")
    THIRD = "THIRD", _("第三方")
    CONCERNED = "CONCERNED", _("其他相关人")


PARTIES: tuple[str, ...] = (Side.APPLICANT, Side.RESPONDENT, Side.THIRD)


class PartyKind(models.TextChoices):
    PERSON = "PERSON", _("个人")
    ORGANISATION = "ORGANISATION", _("单位")


class AgentPower(models.TextChoices):
    NONE = "", _("无代理人")
    GENERAL = "GENERAL", _("一般代理")
    SPECIAL = "SPECIAL", _("特别授权")


class Verb(models.TextChoices):
    """A step on a case: what somebody did, by its name in the timeline."""

    REGISTER = "REGISTER", _("登记")
    SETTLE_ON_SPOT = "SETTLE_ON_SPOT", _("当场化解")
    RETURN = "RETURN", _("退回补正")
    RESUBMIT = "RESUBMIT", _("补正提交")
    ACCEPT = "ACCEPT", _("受理")
    ASSIGN = "ASSIGN", _("指定调解员")
    CONTACT = "CONTACT", _("首次联系")
    START = "START", _("开始调解")
    INQUIRE = "INQUIRE", _("登记调查")
    SIT = "SIT", _("登记调解")
    PAUSE = "PAUSE", _("中止")
    RESUME = "RESUME", _("恢复")
    EXTEND = "EXTEND", _("延期")
    HAND_UP = "HAND_UP", _("上交")
    ESCALATE = "ESCALATE", _("逾期自动上交")
    HAND_BACK = "HAND_BACK", _("退交下级")
    HAND_TO_TRADE = "HAND_TO_TRADE", _("转行业调委会")
    URGENT = "URGENT", _("特事特办直报")
    REFUSE = "REFUSE", _("一方拒绝")
    WITHDRAW = "WITHDRAW", _("撤回")
    FAIL = "FAIL", _("调解不成")
    TERMINATE = "TERMINATE", _("终止调解")
    BAR = "BAR", _("不得调解")
    TRANSFER = "TRANSFER", _("移送")
    AGREE = "AGREE", _("达成协议")
    PERFORM = "PERFORM", _("登记履行")
    DEFAULT = "DEFAULT", _("未履行恢复调解")
    FOLLOW_UP = "FOLLOW_UP", _("回访")
    CLOSE = "CLOSE", _("结案")
    REOPEN = "REOPEN", _("重新启动")
    MERGE = "MERGE", _("并案")
    UNMERGE = "UNMERGE", _("撤销并案")
    CORRECT = "CORRECT", _("更正")
    NOTE = "NOTE", _("备注")


class Promise(models.TextChoices):
    """What is promised on a case, on its risk and on the monthly table: the kinds of deadlines and of the county's term
    rules."""

    ACCEPT = "ACCEPT", _("受理")
    RESUBMIT = "RESUBMIT", _("补正")
    RECEIVE = "RECEIVE", _("上级接收")
    FIRST_CONTACT = "FIRST_CONTACT", _("首次联系")
    SETTLE_LEVEL = "SETTLE_LEVEL", _("本级化解")
    SETTLE_STATUTORY = "SETTLE_STATUTORY", _("一个月法定期限")
    RESUME = "RESUME", _("中止期满")
    CONFIRMATION = "CONFIRMATION", _("司法确认申请")
    PERFORMANCE = "PERFORMANCE", _("协议履行")
    FOLLOW_UP_1 = "FOLLOW_UP_1", _("首次回访")
    FOLLOW_UP_2 = "FOLLOW_UP_2", _("再次回访")
    CLOSE = "CLOSE", _("立卷结案")
    RECEIPT = "RECEIPT", _("移送回执")
    MANDATORY_REPORT = "MANDATORY_REPORT", _("立即报告")
    MONTHLY_REPORT = "MONTHLY_REPORT", _("月报")
    GROUP_REPORT = "GROUP_REPORT", _("包案反馈")
    RISK_REVIEW = "RISK_REVIEW", _("风险重新评定")
    RISK_CONTEST = "RISK_CONTEST", _("风险异议答复")


FOLLOW_UPS: tuple[str, ...] = (Promise.FOLLOW_UP_1, Promise.FOLLOW_UP_2)
"""Visits after the settlement."""


class HandlerRole(models.TextChoices):
    """How somebody works on a case. Whoever began keeps the case to its end as FOLLOWER."""

    LEAD = "LEAD", _("主办")
    JOINT = "JOINT", _("协办")
    FOLLOWER = "FOLLOWER", _("跟踪人")


class CommitteeKind(models.TextChoices):
    """调委会类别 of the statistics (REFERENCE §4.5)."""

    VILLAGE = "VILLAGE", _("村调委会")
    NEIGHBOURHOOD = "NEIGHBOURHOOD", _("居调委会")
    TOWNSHIP = "TOWNSHIP", _("乡镇调委会")
    STREET = "STREET", _("街道调委会")
    COUNTY = "COUNTY", _("县（市、区）调委会")
    ENTERPRISE = "ENTERPRISE", _("企事业单位调委会")
    SOCIAL = "SOCIAL", _("社会团体和其他组织调委会")
    TRADE = "TRADE", _("行业性专业性调委会")


class AgreementForm(models.TextChoices):
    WRITTEN = "WRITTEN", _("书面协议")
    ORAL = "ORAL", _("口头协议")


class PauseGround(models.TextChoices):
    CONSENT = "CONSENT", _("双方同意")
    APPRAISAL = "APPRAISAL", _("鉴定、检验或测量")
    ABSENCE = "ABSENCE", _("当事人因故不能参加")


class TransferTo(models.TextChoices):
    COURT = "COURT", _("人民法院")
    ARBITRATION = "ARBITRATION", _("仲裁机构")
    PETITION = "PETITION", _("信访部门")
    POLICE = "POLICE", _("公安机关")
    REVIEW = "REVIEW", _("行政复议机关")
    DEPARTMENT = "DEPARTMENT", _("主管部门")


class ReportGround(models.TextChoices):
    """Why a matter is no matter for mediation and is reported at once."""

    CRIME = "CRIME", _("涉嫌犯罪")
    MINOR = "MINOR", _("侵害未成年人")
    ESCALATION = "ESCALATION", _("可能激化或引发治安案件")
    VIOLENCE = "VIOLENCE", _("家庭暴力")


BARRING: tuple[str, ...] = (ReportGround.CRIME, ReportGround.MINOR)
"""Grounds on which a dispute is never mediated again and its file is seen by name only."""


class Satisfaction(models.TextChoices):
    UNASKED = "", _("未询问")
    VERY = "VERY", _("满意")
    FAIR = "FAIR", _("基本满意")
    NOT = "NOT", _("不满意")
    OTHER = "OTHER", _("其他")


class FollowUpMeans(models.TextChoices):
    VISIT = "VISIT", _("上门")
    PHONE = "PHONE", _("电话")
    VIDEO = "VIDEO", _("视频")


class DossierKind(models.TextChoices):
    """The items of a dossier in their order (REFERENCE §4.4)."""

    COVER = "01", _("封面")
    CONTENTS = "02", _("目录")
    APPLICATION = "03", _("调解申请书或受理登记表")
    RIGHTS_NOTICE = "04", _("权利义务告知书")
    IDENTITY = "05", _("当事人身份证明")
    MANDATE = "06", _("授权委托书")
    INVESTIGATION = "07", _("调查记录")
    EVIDENCE = "08", _("证据材料")
    SESSION = "09", _("调解记录")
    AGREEMENT = "10", _("调解协议书或终止通知书")
    PERFORMANCE = "11", _("履行凭证")
    FOLLOW_UP = "12", _("回访记录")
    CONFIRMATION = "13", _("司法确认材料")
    STATEMENT = "14", _("卷宗情况说明")
    BACK = "15", _("封底")


class Retention(models.TextChoices):
    """How long a dossier is kept (保管期限), as it stands on its cover; undecided, the cover leaves it for a pen."""

    UNDECIDED = "", _("未定")
    TEN_YEARS = "10", _("10年")
    THIRTY_YEARS = "30", _("30年")
    PERMANENT = "PERMANENT", _("永久")


class ClaimState(models.TextChoices):
    DECLARED = "DECLARED", _("已申报")
    CHECKED = "CHECKED", _("已初审")
    APPROVED = "APPROVED", _("已审定")
    PUBLISHED = "PUBLISHED", _("公示中")
    PAID = "PAID", _("已发放")
    TURNED_DOWN = "TURNED_DOWN", _("未通过")


class SweepLevel(models.TextChoices):
    """Who confirmed a risk grade: group → village → township."""

    GROUP = "GROUP", _("小组")
    VILLAGE = "VILLAGE", _("村级")
    TOWNSHIP = "TOWNSHIP", _("乡镇级")


class GradeEnd(models.TextChoices):
    """How a risk grade came to its end."""

    REGRADED = "REGRADED", _("重新评定")
    LIFTED = "LIFTED", _("风险解除")
    EXPIRED = "EXPIRED", _("到期结束")
    UPHELD = "UPHELD", _("异议成立")
    SETTLED = "SETTLED", _("纠纷办结")


class TimeGroup(models.IntegerChoices):
    """The parts of a centre's queue, in the order in which they burn (the time lamp)."""

    OVERDUE = 1, _("已逾期")
    TODAY = 2, _("今日到期")
    WEEK = 3, _("本周到期")
    LATER = 4, _("以后到期")
    WAITING = 5, _("等待他人")
    UNTIMED = 6, _("无时限")


class Scope(models.TextChoices):
    """Which cases a list is about."""

    OPEN = "open", _("在办")
    FOLLOW_UP = "follow-up", _("待回访")
    FINAL = "final", _("已结案")
    ALL = "all", _("全部")
