"""One filled paper of each kind, about people who belong to nobody, for the tests of the papers."""

import datetime as dt
from decimal import Decimal

from disputes.paper_parts import Handled, Instalment, Leaf, Party, Printable, Utterance
from disputes.paper_shapes import (
    Agreement,
    Application,
    Authority,
    Back,
    ClosingReport,
    ConfirmationApplication,
    Contents,
    Cover,
    FollowUpRecord,
    Handover,
    InvestigationRecord,
    MediationRecord,
    OralAgreement,
    Registration,
    RightsNotice,
    Statement,
    TerminationNotice,
)

COMMITTEE = "康保县李家地镇人民调解委员会"
NUMBER = "（2026）康人调字第12号"
DAY = dt.date(2026, 11, 22)
BEGAN = dt.datetime(2026, 11, 20, 1, 30, tzinfo=dt.UTC)
ENDED = dt.datetime(2026, 11, 20, 3, 5, tzinfo=dt.UTC)
CHILD = "卢小满"

WANG = Party(
    "申请人",
    "王树林",
    sex="男",
    ethnicity="汉族",
    age=52,
    id_number="130723197403050012",
    phone="13800000001",
    occupation="农民",
    address="康保县李家地镇东井村12号",
)
LU = Party(
    "被申请人",
    "卢玉梅",
    sex="女",
    ethnicity="蒙古族",
    age=47,
    id_number="130723197908110023",
    phone="13800000002",
    occupation="农民",
    address="康保县李家地镇东井村13号",
    agent="卢建国（特别授权），13800000003",
)
BOY = Party(
    "被申请人",
    CHILD,
    sex="男",
    ethnicity="蒙古族",
    age=15,
    id_number="130723201106010031",
    occupation="学生",
    address="康保县李家地镇东井村13号",
    guardian="卢玉梅（母亲）",
    is_minor=True,
)
FARM = Party(
    "被申请人",
    "康保县东井养殖专业合作社",
    is_organisation=True,
    phone="0313-5500000",
    address="康保县李家地镇东井村村部西侧",
    code="93130723MA00000000",
    head="赵存义，理事长",
)
FACTS = (
    "2026年6月，卢玉梅家翻建东院墙，王树林认为新墙基占用其宅基地约0.3米，双方多次争吵。"
    "11月15日上午，双方在墙边再次发生口角，王树林家的玉米垛被推倒，散落在公用巷道，影响邻居通行。\n"
    "村人民调解委员会到场劝解后，双方同意由镇人民调解委员会调解。"
)
TERMS = (
    "双方确认以2003年宅基地登记的四至为界，由镇自然资源所现场放线，埋设界桩两处，双方在场并签字确认。",
    "卢玉梅于2026年12月31日前将越界墙基拆除并恢复原状，费用自理。",
    "卢玉梅一次性补偿王树林玉米损失及整理费用共计人民币1,200.00元，分两次付清。",
    "双方今后和睦相处，不得再因此事争吵；公用巷道双方均不得堆放杂物。",
)
PLAN = (
    Instalment(
        dt.date(2026, 11, 30), "支付补偿款（第一次），微信转账", "卢玉梅", "王树林", Decimal("600.00")
    ),
    Instalment(
        dt.date(2026, 12, 31), "支付补偿款（第二次），微信转账", "卢玉梅", "王树林", Decimal("600.00")
    ),
    Instalment(dt.date(2026, 12, 31), "拆除越界墙基并恢复原状", "卢玉梅", "王树林"),
)
TALK = (
    Utterance(
        "调解员问", "今天由我主持调解，记录人是孙悦。双方的权利和义务刚才已经告知，是否听清楚？是否申请回避？"
    ),
    Utterance("王树林答", "听清楚了，不申请回避。"),
    Utterance("卢玉梅答", "听清楚了，不申请回避。"),
    Utterance("调解员问", "请申请人说一说经过和要求。"),
    Utterance(
        "王树林答",
        "她家六月翻墙，往我这边挪了一尺。我跟她说过好几回，她不认。\n上个星期把我的玉米也推倒了，我要求把墙挪回去，玉米赔钱。",
    ),
    Utterance("调解员问", "被申请人有什么意见？"),
    Utterance("卢玉梅答", "墙是照老墙根砌的，玉米是不小心碰倒的。放线要是真占了，我拆。"),
    Utterance(
        "调解员",
        "镇自然资源所今天带来了2003年的宅基地登记图，现场放线，新墙基东侧越界0.28米，双方看图后均无异议。",
    ),
    Utterance("卢玉梅答", "那我年底前拆，玉米按他说的一千二，我分两次给。"),
    Utterance("王树林答", "同意。"),
)
LEAVES = (
    Leaf("人民调解申请书", 1, 2),
    Leaf("人民调解受理登记表", 3, 4, number=NUMBER),
    Leaf("人民调解当事人权利义务告知书", 5, 6),
    Leaf("当事人身份证明", 7, 8, "复印件，已核对原件"),
    Leaf("人民调解调查记录", 9, 10),
    Leaf("人民调解证据材料", 11, 13, "照片3张"),
    Leaf("人民调解记录", 14, 16),
    Leaf("人民调解协议书", 17, 18, number=NUMBER),
    Leaf("收条、汇款单等履行凭证", 19, 20),
    Leaf("人民调解回访记录", 21),
    Leaf("卷宗情况说明", 22),
)

PARTIES = (WANG, LU)
MEDIATORS = ("赵海平", "孟庆云")

SAMPLES: dict[str, Printable] = {
    "COVER": Cover(
        COMMITTEE,
        NUMBER,
        f"王树林与卢玉梅、{CHILD}邻里纠纷",
        kind="邻里纠纷",
        mediators=MEDIATORS,
        began_on=dt.date(2026, 11, 16),
        ended_on=DAY,
        result="调解成功，达成书面调解协议",
        filed_by="孙悦",
        filed_on=dt.date(2026, 12, 5),
        kept_for="十年",
        pages=22,
        minors=(CHILD,),
    ),
    "CONTENTS": Contents(COMMITTEE, NUMBER, LEAVES, name="王树林与卢玉梅邻里纠纷"),
    "APPLICATION": Application(
        COMMITTEE,
        PARTIES,
        facts=FACTS,
        requests=("请求确认宅基地界线，拆除越界墙基；", "请求赔偿玉米损失1,200元。"),
        applied_on=dt.date(2026, 11, 16),
    ),
    "REGISTRATION": Registration(
        COMMITTEE,
        NUMBER,
        PARTIES,
        kind="邻里纠纷",
        source="委托移送",
        source_detail="李家地派出所",
        facts=FACTS,
        is_consented=True,
        registrar="孙悦",
        registered_on=dt.date(2026, 11, 16),
    ),
    "RIGHTS_NOTICE": RightsNotice(
        COMMITTEE, NUMBER, PARTIES, mediators=MEDIATORS, is_public=False, given_by="孙悦", given_on=DAY
    ),
    "AUTHORITY": Authority(
        COMMITTEE,
        NUMBER,
        principal=LU,
        agent=Party(
            "受托人", "卢建国", sex="男", ethnicity="蒙古族", age=50, phone="13800000003", occupation="教师"
        ),
        subject="王树林与卢玉梅邻里纠纷",
        is_special=True,
        powers=("代为承认、放弃、变更调解请求；", "代为进行和解，签订调解协议。"),
        given_on=DAY,
    ),
    "INVESTIGATION_RECORD": InvestigationRecord(
        COMMITTEE,
        NUMBER,
        asked=Party(
            "证人", "高占奎", sex="男", ethnicity="汉族", age=66, phone="13800000004", address="东井村9号"
        ),
        began_at=BEGAN,
        ended_at=ENDED,
        place="东井村村委会",
        subject="王树林与卢玉梅院墙界线",
        present=("村党支部书记郝建军",),
        investigators=MEDIATORS,
        recorder="孙悦",
        entries=(
            Utterance("问", "你家和两家是什么关系？"),
            Utterance("答", "都是前后院邻居，没有亲戚关系。"),
            Utterance("问", "老墙根原来在什么位置？"),
            Utterance("答", "老墙在榆树西边一步的地方，2003年量宅基地的时候我在场。"),
        ),
    ),
    "MEDIATION_RECORD": MediationRecord(
        COMMITTEE,
        NUMBER,
        PARTIES,
        began_at=BEGAN,
        ended_at=ENDED,
        session=2,
        place="李家地镇综治中心“老郝说事”调解室",
        subject="院墙界线及玉米损失",
        is_public=False,
        present=("镇自然资源所技术员白晓东", "东井村党支部书记郝建军"),
        mediators=MEDIATORS,
        recorder="孙悦",
        entries=TALK,
        result="双方自愿达成书面调解协议。",
    ),
    "AGREEMENT": Agreement(
        COMMITTEE,
        NUMBER,
        PARTIES,
        facts=FACTS,
        terms=TERMS,
        performance="界桩埋设后拆除墙基；补偿款以微信转账支付，王树林收款后出具收条，交人民调解委员会存卷。",
        instalments=PLAN,
        copies=3,
        mediators=MEDIATORS,
        recorder="孙悦",
        signed_on=DAY,
    ),
    "ORAL_AGREEMENT": OralAgreement(
        COMMITTEE,
        NUMBER,
        PARTIES,
        facts="卢玉梅家的羊进入王树林家菜地，啃食白菜约20棵。",
        terms=("卢玉梅当场向王树林赔礼道歉，赔偿80元。",),
        performance="当场履行完毕。",
        mediators=MEDIATORS[:1],
        agreed_on=DAY,
    ),
    "TERMINATION_NOTICE": TerminationNotice(
        COMMITTEE,
        NUMBER,
        PARTIES,
        subject="王树林与卢玉梅邻里纠纷",
        accepted_on=dt.date(2026, 11, 16),
        reason="双方就界线未能达成一致，卢玉梅于2026年11月20日书面要求终止调解。",
        hints=("本纠纷涉及宅基地界线，可以先请求李家地镇人民政府处理。",),
        ended_on=DAY,
    ),
    "FOLLOW_UP_RECORD": FollowUpRecord(
        COMMITTEE,
        NUMBER,
        PARTIES,
        agreement_number=NUMBER,
        reason="协议生效三十日回访",
        way="上门",
        visited_on=dt.date(2026, 12, 22),
        visited=("王树林", "卢玉梅"),
        performed="部分履行",
        satisfied="满意",
        content="第一笔补偿款600元已于11月28日付清，界桩已埋设。墙基拆除约三分之二，卢玉梅表示十二月底前完工。",
        advice="提醒卢玉梅按期拆除并支付第二笔补偿款。",
        visitors=MEDIATORS,
    ),
    "CONFIRMATION_APPLICATION": ConfirmationApplication(
        "康保县人民法院",
        COMMITTEE,
        NUMBER,
        (WANG, BOY, FARM),
        facts=FACTS,
        terms=TERMS,
        effective_on=DAY,
        last_on=dt.date(2026, 12, 22),
        attachments=("人民调解协议书一份；", "申请人身份证明复印件各一份；", "宅基地使用权证复印件一份。"),
        applied_on=dt.date(2026, 12, 1),
    ),
    "CLOSING_REPORT": ClosingReport(
        COMMITTEE,
        NUMBER,
        PARTIES,
        kind="邻里纠纷",
        source="派出所委托移送",
        handler="赵海平",
        accepted_on=dt.date(2026, 11, 16),
        closed_on=dt.date(2027, 1, 4),
        facts=FACTS,
        course="受理后走访邻居，调取2003年宅基地登记图，会同镇自然资源所现场放线，先后调解两次。",
        result="达成书面调解协议。",
        performance="补偿款1,200元已付清，墙基已拆除。",
        opinion="协议已全部履行，双方满意，建议结案。",
    ),
    "STATEMENT": Statement(
        COMMITTEE,
        NUMBER,
        "一、第7—8页身份证明为复印件，已与原件核对无误。\n二、现场照片另刻光盘一张，存于本卷封底内袋。",
        filed_by="孙悦",
        checked_by="白雪",
        stated_on=dt.date(2027, 1, 5),
    ),
    "BACK": Back(COMMITTEE, NUMBER, 22, 3, 1, "孙悦", "白雪", dt.date(2027, 1, 5)),
    "HANDOVER": Handover(
        "（2026）康综交字第0031号",
        "提级办理",
        "李家地镇综治中心",
        "康保县综治中心",
        f"王树林与卢玉梅、{CHILD}邻里纠纷",
        parties=(WANG, BOY, FARM),
        reason="镇级调处期限届满未达成协议，涉及宅基地权属，需县自然资源和规划局参与。",
        source="派出所移送",
        kind="邻里纠纷",
        scale="个体性事件",
        people=4,
        amount="1,200.00元",
        risk="中",
        happened_on=dt.date(2026, 11, 15),
        place="东井村北巷",
        grid="东井村第三网格",
        content=FACTS + f"{CHILD}当日在场。",
        opinion="请县综治中心牵头，自然资源和规划局参与，15日内调处。",
        due="本级化解：2026年12月7日\n一个月法定期限：2026年12月16日",
        joint="李家地镇综治中心、东井村人民调解委员会",
        handled=(
            Handled(BEGAN, "东井村调委会", "郝建军", "到场劝解，双方同意镇里调解。"),
            Handled(ENDED, "李家地镇综治中心", "赵海平", "第二次调解，未达成一致。"),
        ),
        enclosed=LEAVES[:4],
        sent_by="孙悦",
        sent_at=ENDED,
    ),
}
