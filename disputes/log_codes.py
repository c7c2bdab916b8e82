from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from core.audit.codes import READ, Code, code
from disputes.choices import Verb

_CASE = {
    "state": _("环节"),
    "level": _("层级"),
    "outcome": _("结果"),
    "mediator": _("主办人"),
    "committee": _("调解委员会"),
    "number": _("案号"),
    "title": _("纠纷名称"),
    "kind_code": _("纠纷类型"),
    "source": _("来源"),
    "risk": _("风险等级"),
    "into": _("并入"),
    "until": _("期限"),
    "ground": _("事由"),
    "to": _("去向"),
    "card": _("督办牌"),
    "is_restricted": _("限制查看"),
}
_SENTENCES = {
    Verb.REGISTER: _("{actor}登记纠纷{subject}"),
    Verb.SETTLE_ON_SPOT: _("{actor}当场化解{subject}"),
    Verb.RETURN: _("{actor}退回{subject}：{reason}"),
    Verb.RESUBMIT: _("{actor}补正提交{subject}"),
    Verb.ACCEPT: _("{actor}受理{subject}"),
    Verb.ASSIGN: _("{actor}指定{after[mediator]}主办{subject}"),
    Verb.CONTACT: _("{actor}登记{subject}的首次联系"),
    Verb.START: _("{actor}开始调解{subject}"),
    Verb.INQUIRE: _("{actor}登记{subject}的调查记录"),
    Verb.SIT: _("{actor}登记{subject}的调解记录"),
    Verb.PAUSE: _("{actor}中止{subject}：{reason}"),
    Verb.RESUME: _("{actor}恢复办理{subject}"),
    Verb.EXTEND: _("{actor}延长{subject}的期限：{reason}"),
    Verb.HAND_UP: _("{actor}将{subject}由{before[level]}上交{after[level]}：{reason}"),
    Verb.ESCALATE: _("{subject}逾期，由{before[level]}自动上交{after[level]}"),
    Verb.HAND_BACK: _("{actor}将{subject}由{before[level]}退交{after[level]}：{reason}"),
    Verb.HAND_TO_TRADE: _("{actor}将{subject}转{after[committee]}：{reason}"),
    Verb.URGENT: _("{actor}将{subject}特事特办直报{after[level]}：{reason}"),
    Verb.REFUSE: _("{actor}登记{subject}一方拒绝调解"),
    Verb.WITHDRAW: _("{actor}登记{subject}撤回申请"),
    Verb.FAIL: _("{actor}登记{subject}调解不成"),
    Verb.TERMINATE: _("{actor}终止{subject}的调解：{reason}"),
    Verb.BAR: _("{actor}认定{subject}不得调解（{after[ground]}），立即报告"),
    Verb.TRANSFER: _("{actor}将{subject}移送{after[to]}：{reason}"),
    Verb.AGREE: _("{actor}登记{subject}的调解协议生效"),
    Verb.PERFORM: _("{actor}登记{subject}履行完毕"),
    Verb.DEFAULT: _("{actor}认定{subject}未履行，恢复调解"),
    Verb.FOLLOW_UP: _("{actor}登记{subject}的回访"),
    Verb.CLOSE: _("{actor}将{subject}结案"),
    Verb.REOPEN: _("{actor}重新启动{subject}：{reason}"),
    Verb.MERGE: _("{actor}将{subject}并入{after[into]}：{reason}"),
    Verb.UNMERGE: _("{actor}撤销{subject}的并案：{reason}"),
    Verb.CORRECT: _("{actor}更正{subject}的登记内容：{reason}"),
    Verb.NOTE: _("{actor}为{subject}写备注"),
}
STEPS: Mapping[str, Code] = MappingProxyType(
    {
        verb: code(f"disputes.{verb.value.lower()}", sentence, labels=_CASE)
        for verb, sentence in _SENTENCES.items()
    }
)
"""The record of each step, by its verb."""

CASE_SEEN = code("disputes.case_seen", _("{actor}查看{subject}全卷：{reason}"), kind=READ, labels=_CASE)
PARTY_SEEN = code(
    "disputes.party_seen",
    _("{actor}查看{subject}的联系方式：{reason}"),
    kind=READ,
    personal=("subject",),
    labels={"fields": _("查看的内容")},
)
RECORD_SEEN = code(
    "disputes.record_seen", _("{actor}查看{subject}的调解记录"), kind=READ, labels={"fields": _("查看的内容")}
)
INQUIRY_SEEN = code(
    "disputes.inquiry_seen",
    _("{actor}查看{subject}的调查记录"),
    kind=READ,
    labels={"fields": _("查看的内容")},
)

_PAPER = {
    "form": _("形式"),
    "agreed_on": _("达成日期"),
    "obligations": _("履行事项"),
    "parties_signed_on": _("当事人签名日"),
    "mediator_signed_on": _("调解员签名日"),
    "sealed_on": _("盖章日"),
    "effective_on": _("生效日期"),
    "what": _("内容"),
    "amount": _("金额"),
    "on": _("日期"),
    "name": _("姓名"),
    "to": _("对象"),
    "receipt": _("回执"),
}
NOTICE_SIGNED = code(
    "disputes.notice_signed",
    _("{actor}登记{after[name]}签收{subject}的权利义务告知书"),
    personal=("name",),
    labels=_PAPER,
)
AGREEMENT_DRAFTED = code("disputes.agreement_drafted", _("{actor}拟订{subject}的调解协议"), labels=_PAPER)
AGREEMENT_SIGNED = code("disputes.agreement_signed", _("{actor}登记{subject}协议的签名盖章"), labels=_PAPER)
OBLIGATION_PERFORMED = code(
    "disputes.obligation_performed", _("{actor}登记{subject}的履行：{after[what]}"), labels=_PAPER
)
REPORT_SENT = code("disputes.report_sent", _("{actor}就{subject}向{after[to]}报告"), labels=_PAPER)
RECEIPT_NOTED = code("disputes.receipt_noted", _("{actor}登记{subject}的移送回执"), labels=_PAPER)
RAISED_AT_TOP = code("disputes.raised_at_top", _("{subject}逾期且已在最高层级，挂红牌督办"), labels=_CASE)
_BRAKE = {"counted": _("将上交件数"), "open_cases": _("在办件数"), "released_until": _("放行至")}
BRAKE_PULLED = code(
    "disputes.brake_pulled",
    _("到期自动上交已暂停：{after[counted]}件将一次上交，在办{after[open_cases]}件"),
    labels=_BRAKE,
)
BRAKE_RELEASED = code("disputes.brake_released", _("{actor}恢复到期自动上交：{reason}"), labels=_BRAKE)
BRAKE_RULE_CHANGED = code(
    "disputes.brake_rule_changed",
    _("{actor}将批量上交暂停规则改为{subject}，自{after[from_on]}起：{after[source]}"),
    labels={
        "fewest": _("一次上交件数"),
        "share": _("占在办比例（%）"),
        "released_hours": _("放行时长（小时）"),
        "from_on": _("启用日"),
        "source": _("依据"),
    },
)
_PROMISE = {"what": _("时限事项"), "due_at": _("到期时间")}
PROMISE_NEAR = code("disputes.promise_near", _("{subject}的“{after[what]}”时限临近"), labels=_PROMISE)
PROMISE_MISSED = code("disputes.promise_missed", _("{subject}的“{after[what]}”逾期"), labels=_PROMISE)
_RISK = {
    "risk": _("风险等级"),
    "level": _("确认层级"),
    "helper": _("帮助人"),
    "ends_on": _("到期日"),
    "quarter": _("季度"),
    "on": _("日期"),
    "outcome": _("结果"),
    "ending": _("结束方式"),
    "unfinished": _("未完成的村"),
}
SWEEP_OPENED = code("disputes.sweep_opened", _("{actor}发起{after[quarter]}风险排查：{reason}"), labels=_RISK)
SWEEP_CLOSED = code("disputes.sweep_closed", _("{actor}完成{subject}风险排查"), labels=_RISK)
ZERO_REPORTED = code("disputes.zero_reported", _("{actor}报送{subject}风险排查零报告"), labels=_RISK)
RISK_GRADED = code(
    "disputes.risk_graded", _("{actor}评定{subject}风险为{after[risk]}：{reason}"), labels=_RISK
)
RISK_CONFIRMED = code(
    "disputes.risk_confirmed", _("{actor}（{after[level]}）确认{subject}风险为{after[risk]}"), labels=_RISK
)
RISK_TOLD = code("disputes.risk_told", _("{actor}已将{subject}的风险评定告知当事人"), labels=_RISK)
RISK_CONTESTED = code(
    "disputes.risk_contested", _("{actor}登记当事人对{subject}风险评定的异议"), labels=_RISK
)
CONTEST_ANSWERED = code(
    "disputes.contest_answered",
    _("{actor}答复对{subject}风险评定的异议（{after[outcome]}）：{reason}"),
    labels=_RISK,
)
RISK_ENDED = code("disputes.risk_ended", _("{actor}结束{subject}的风险等级（{after[ending]}）"), labels=_RISK)
RISK_REVIEW_DUE = code(
    "disputes.risk_review_due", _("{subject}的风险等级（{after[risk]}）已到期，须重新评定"), labels=_RISK
)
RISK_NEAR = code("disputes.risk_near", _("{subject}的“{after[what]}”时限临近"), labels=_PROMISE)
CONTEST_OVERDUE = code("disputes.contest_overdue", _("对{subject}风险评定的异议逾期未答复"), labels=_PROMISE)
_ALLOWANCE = {
    "count": _("件数"),
    "amount": _("金额"),
    "refused": _("不予补贴"),
    "from_on": _("起"),
    "to_on": _("止"),
    "paid_on": _("发放日"),
    "grade": _("难易程度"),
    "source": _("依据"),
    "title": _("表名"),
}
RATE_CHANGED = code(
    "disputes.rate_changed",
    _("{actor}将{after[grade]}纠纷的补贴标准改为{after[amount]}元"),
    labels=_ALLOWANCE,
)
BATCH_DECLARED = code(
    "disputes.batch_declared", _("{actor}申报{subject}以案定补，{after[count]}件"), labels=_ALLOWANCE
)
BATCH_CHECKED = code("disputes.batch_checked", _("{actor}初审{subject}以案定补"), labels=_ALLOWANCE)
BATCH_APPROVED = code(
    "disputes.batch_approved",
    _("{actor}审定{subject}以案定补，{after[count]}件{after[amount]}元"),
    labels=_ALLOWANCE,
)
BATCH_PUBLISHED = code(
    "disputes.batch_published",
    _("{actor}公示{subject}以案定补（{after[from_on]}至{after[to_on]}）"),
    labels=_ALLOWANCE,
)
BATCH_PAID = code("disputes.batch_paid", _("{actor}登记{subject}以案定补已发放"), labels=_ALLOWANCE)
BATCH_PRINTED = code(
    "disputes.batch_printed", _("{actor}印制{after[title]}，{after[count]}件"), labels=_ALLOWANCE
)
CLAIM_REFUSED = code("disputes.claim_refused", _("{actor}对{subject}不予补贴：{reason}"), labels=_ALLOWANCE)
PROMISE_STILL_OWED = code(
    "disputes.promise_still_owed", _("{subject}的“{after[what]}”逾期后仍未办理"), labels=_PROMISE
)
PROMISE_LAPSED = code("disputes.promise_lapsed", _("{subject}的“{after[what]}”期限届满"), labels=_PROMISE)
COUNTY_FURNISHED = code(
    "disputes.county_furnished",
    _("{actor}装入纠纷业务的初始设置"),
    labels={"from": _("启用日"), "tables": _("内容")},
)
_STATEMENT = {"month": _("月份")}
STATEMENT_OPENED = code(
    "disputes.statement_opened",
    _("{subject}{after[month]}矛盾纠纷排查情况表待签发，期限{after[term]}"),
    labels=_STATEMENT | {"term": _("期限")},
)
STATEMENT_NEAR = code("disputes.statement_near", _("{subject}的签发时限临近"), labels=_PROMISE)
STATEMENT_OVERDUE = code("disputes.statement_overdue", _("{subject}逾期未签发"), labels=_PROMISE)
STATEMENT_SIGNED = code(
    "disputes.statement_signed", _("{actor}签发{after[month]}矛盾纠纷排查情况表"), labels=_STATEMENT
)
STATEMENT_RETURNED = code(
    "disputes.statement_returned",
    _("{actor}退回{after[month]}矛盾纠纷排查情况表：{reason}"),
    labels=_STATEMENT,
)
LEDGER_PRINTED = code(
    "disputes.ledger_printed",
    _("{actor}印制{after[title]}，{after[rows]}件"),
    labels={"title": _("台账"), "rows": _("件数"), "period": _("时段")},
)
CASES_ASSIGNED = code(
    "disputes.cases_assigned",
    _("{actor}批量指定{subject}主办{after[done]}件纠纷"),
    labels={"done": _("已指定"), "refused": _("未能指定")},
)
_VIEW = {"name": _("名称"), "query": _("筛选")}
VIEW_SAVED = code("disputes.view_saved", _("{actor}保存常用视图{subject}"), labels=_VIEW)
VIEW_RENAMED = code(
    "disputes.view_renamed", _("{actor}将常用视图{before[name]}改名为{after[name]}"), labels=_VIEW
)
VIEW_DELETED = code("disputes.view_deleted", _("{actor}删除常用视图{subject}"), labels=_VIEW)
_GRANT = {"holder": _("被授权方"), "from_on": _("起"), "to_on": _("止")}
ADVISER_INVITED = code(
    "disputes.adviser_invited", _("{actor}邀请顾问{after[holder]}参与{subject}：{reason}"), labels=_GRANT
)
UNIT_ASKED = code("disputes.unit_asked", _("{actor}请{after[holder]}参与{subject}：{reason}"), labels=_GRANT)
INVITATION_ENDED = code(
    "disputes.invitation_ended", _("{actor}终止{before[holder]}参与{subject}：{reason}"), labels=_GRANT
)
_LEADING = {"leader": _("包案领导"), "members": _("小组成员")}
LEADER_CASE_TAKEN = code(
    "disputes.leader_case_taken", _("{actor}确定{after[leader]}为{subject}的包案领导"), labels=_LEADING
)
LEADER_CASE_REPORTED = code("disputes.leader_case_reported", _("{actor}反馈{subject}的包案进展"))
LEADER_CASE_ENDED = code("disputes.leader_case_ended", _("{actor}结束{subject}的包案：{reason}"))
RECUSAL_ASKED = code("disputes.recusal_asked", _("{actor}提出{after[mediator]}从{subject}回避"), labels=_CASE)
RECUSAL_DECIDED = code(
    "disputes.recusal_decided", _("{actor}决定{after[outcome]}{after[mediator]}从{subject}回避"), labels=_CASE
)
CARD_ORDERED = code("disputes.card_ordered", _("{actor}对{subject}{after[card]}：{reason}"), labels=_CASE)
_RECORD = {"number": _("次数"), "fields": _("更正的内容")}
SITTING_CORRECTED = code(
    "disputes.sitting_corrected",
    _("{actor}更正{subject}第{after[number]}次调解记录：{reason}"),
    labels=_RECORD,
)
INQUIRY_CORRECTED = code(
    "disputes.inquiry_corrected",
    _("{actor}更正{subject}第{after[number]}次调查记录：{reason}"),
    labels=_RECORD,
)
_CONFIRMATION = {
    "court": _("法院"),
    "on": _("日期"),
    "reference": _("法院案号"),
    "outcome": _("结果"),
}
CONFIRMATION_APPLIED = code(
    "disputes.confirmation_applied",
    _("{actor}登记{subject}向{after[court]}申请司法确认"),
    labels=_CONFIRMATION,
)
CONFIRMATION_DECIDED = code(
    "disputes.confirmation_decided",
    _("{actor}登记{subject}的司法确认裁定：{after[outcome]}"),
    labels=_CONFIRMATION,
)
_DOSSIER = {
    "title": _("题名"),
    "kind": _("卷内项目"),
    "pages": _("页数"),
    "files": _("文件"),
    "number": _("编号"),
}
DOSSIER_FILED = code(
    "disputes.dossier_filed", _("{actor}将{after[title]}归入{subject}的卷宗"), labels=_DOSSIER
)
DOSSIER_REMOVED = code(
    "disputes.dossier_removed",
    _("{actor}从{subject}的卷宗撤出{before[title]}：{reason}"),
    labels=_DOSSIER,
)
PAPER_ISSUED = code("disputes.paper_issued", _("{actor}印制{subject}的{after[title]}"), labels=_DOSSIER)
SCAN_SEEN = code(
    "disputes.scan_seen", _("{actor}查看{subject}的卷内材料"), kind=READ, labels={"fields": _("查看的内容")}
)
WORD_COPY_DRAWN = code(
    "disputes.word_copy_drawn", _("{actor}导出{subject}的{after[title]}（Word）"), labels=_DOSSIER
)
PAPER_PRINTED = code("disputes.paper_printed", _("{actor}打印{subject}的{after[title]}"), labels=_DOSSIER)
_TERM = {
    "promise": _("时限事项"),
    "level": _("层级"),
    "kind": _("纠纷类型"),
    "term": _("期限"),
    "warn": _("预警"),
    "from_on": _("启用日"),
    "to_on": _("停用日"),
    "source": _("依据"),
}
TERM_CHANGED = code("disputes.term_changed", _("{actor}调整办理期限{subject}：{after[source]}"), labels=_TERM)
TERM_ENDED = code("disputes.term_ended", _("{actor}停用办理期限{subject}：{reason}"), labels=_TERM)
_KIND = {
    "code": _("代码"),
    "label": _("纠纷类型"),
    "statistics_row": _("统计行"),
    "kept_for": _("保管期限"),
    "position": _("次序"),
    "is_active": _("在用"),
}
KIND_ADDED = code("disputes.kind_added", _("{actor}新增纠纷类型{subject}"), labels=_KIND)
KIND_CHANGED = code("disputes.kind_changed", _("{actor}修改纠纷类型{subject}"), labels=_KIND)
_COMMITTEE = {
    "name": _("名称"),
    "abbreviation": _("文号简称"),
    "kind": _("类别"),
    "unit": _("设立单位"),
    "kind_codes": _("受理类型"),
    "is_mixed": _("多民族聚居"),
    "valid_from": _("设立日"),
    "valid_to": _("撤销日"),
    "members": _("成员"),
}
COMMITTEE_OPENED = code("disputes.committee_opened", _("{actor}设立{subject}"), labels=_COMMITTEE)
COMMITTEE_CHANGED = code("disputes.committee_changed", _("{actor}修改{subject}的资料"), labels=_COMMITTEE)
COMMITTEE_CLOSED = code("disputes.committee_closed", _("{actor}撤销{subject}：{reason}"), labels=_COMMITTEE)
_MEDIATOR = {
    "name": _("姓名"),
    "committee": _("调解委员会"),
    "sex": _("性别"),
    "is_member": _("委员"),
    "is_head": _("主任"),
    "is_minority": _("少数民族"),
    "is_full_time": _("专职"),
    "from_on": _("起"),
    "to_on": _("止"),
}
MEDIATOR_JOINED = code(
    "disputes.mediator_joined", _("{actor}登记{subject}任{after[committee]}人民调解员"), labels=_MEDIATOR
)
MEDIATOR_CHANGED = code(
    "disputes.mediator_changed", _("{actor}修改{subject}在{after[committee]}的任职"), labels=_MEDIATOR
)
MEDIATOR_LEFT = code(
    "disputes.mediator_left", _("{actor}登记{subject}不再任{before[committee]}人民调解员"), labels=_MEDIATOR
)
_ROOM = {
    "name": _("调解室"),
    "committee": _("调解委员会"),
    "place": _("地点"),
    "is_mobile": _("流动调解室"),
    "is_active": _("在用"),
    "on": _("日期"),
    "who": _("值班人"),
    "week": _("周"),
    "shifts": _("班次"),
}
ROOM_OPENED = code("disputes.room_opened", _("{actor}设立调解室{subject}"), labels=_ROOM)
ROOM_CHANGED = code("disputes.room_changed", _("{actor}修改调解室{subject}"), labels=_ROOM)
SHIFT_SET = code("disputes.shift_set", _("{actor}安排{subject}{after[on]}值班：{after[who]}"), labels=_ROOM)
ROSTER_COPIED = code(
    "disputes.roster_copied", _("{actor}把上周值班表沿用到{after[week]}，{after[shifts]}班"), labels=_ROOM
)
BACKLOG_TAKEN = code(
    "disputes.backlog_taken", _("{actor}导入启用前存量纠纷{subject}"), labels=_CASE | {"since": _("原登记日")}
)
