"""The steps of invented cases, each with what a real one would have written beside it."""

import datetime as dt
from typing import Final

from core.workcalendar.choices import Unit
from core.workcalendar.rules import SHANGHAI, Term, end_of
from disputes.choices import (
    LADDER,
    AgreementForm,
    Level,
    Outcome,
    PauseGround,
    Promise,
    Urgency,
    Verb,
)
from disputes.demo_fates import Fate
from disputes.demo_papers import draft
from disputes.demo_people import Worker
from disputes.demo_promises import Row, day
from disputes.demo_walk import Walk
from disputes.demo_words import NOTES, OPENINGS, UNITS, UNRESOLVED
from disputes.rules.levels import level_above

PAUSED: Final = {
    PauseGround.CONSENT: "双方同意等外出务工的家人回来再谈。",
    PauseGround.APPRAISAL: "委托伤情、测量鉴定，待结果。",
}
WITNESSES: Final = ("赵守田", "孙桂兰", "马德福", "郭秀云")
INQUIRIES: Final = (
    (
        "您是哪年住到这里的？原来的界线在哪里？",
        "住了二十多年，老界线就在那排杨树根下。",
        "老界线以杨树为准，双方均未另立界桩。",
    ),
    (
        "事情发生的时候您在场吗？看到了什么？",
        "在场。看见两家说着说着吵起来，没有动手。",
        "双方发生口角，没有肢体冲突。",
    ),
    ("这种情况有多长时间了？", "从去年开春起就这样，村里也去说过。", "情况持续一年以上，村里曾经劝说。"),
)


class Acts:
    """A case, its fate, and the steps by which it is lived."""

    def __init__(self, walk: Walk, fate: Fate, agreed: str) -> None:
        self.walk, self.fate, self.agreed = walk, fate, agreed
        self.dice, self.world = walk.dice, walk.world

    # ── when

    def after(self, least: float, most: float) -> dt.datetime:
        """An instant so many days later, in office hours of a working day."""
        wanted = self.walk.at + dt.timedelta(days=self.dice.uniform(least, most) * self.fate.slow)
        local = wanted.astimezone(SHANGHAI)
        on, clock = local.date(), local.time()
        if clock >= dt.time(17, 30):
            on += dt.timedelta(days=1)
        rolled = self.world.calendar.roll_over(on)
        if rolled != local.date() or clock < dt.time(8, 30):
            clock = dt.time(self.dice.choice((8, 9, 9, 10, 10, 11, 14, 15, 16)), self.dice.randint(30, 59))
        at = dt.datetime.combine(rolled, clock, SHANGHAI)
        return max(at, self.walk.at + dt.timedelta(minutes=self.dice.randint(3, 40)))

    def promptly(self) -> dt.datetime:
        """Within the working day that a receipt or an acceptance has."""
        slow, self.fate.slow = self.fate.slow, 1.0
        at = self.after(0.02, 0.35)
        self.fate.slow = slow
        return at

    def soon(self) -> dt.datetime:
        return self.walk.at + dt.timedelta(minutes=self.dice.randint(5, 110))

    # ── who

    def worker(self) -> Worker:
        """Who leads, or who could."""
        if self.walk.lead is not None:
            return self.walk.lead
        case = self.walk.case
        return self.dice.choice(self.world.bench.mediators(case.path, case.level, case.committee))

    def clerk(self) -> Worker:
        return self.dice.choice(self.world.bench.clerks(self.walk.case.path))

    @property
    def is_high_enough(self) -> bool:
        level, top = self.walk.case.level, self.fate.top
        if level == Level.TRADE or "defaulted" in self.fate.done:
            return True
        if top == Level.TRADE:
            return False
        return LADDER.index(level) >= LADDER.index(top)

    # ── the steps

    def _settle_on_spot(self, at: dt.datetime) -> None:
        walk = self.walk
        registrar = self.registrar
        walk.name_lead(registrar, at)
        draft(walk, at, registrar, self.agreed, form=AgreementForm.ORAL, instalments=0)
        walk.step(
            Verb.SETTLE_ON_SPOT, at, registrar, note="当场化解", settled_at=at, mediator_id=registrar.id
        )

    @property
    def registrar(self) -> Worker:
        first = self.walk.steps[0]
        return Worker(first.staff_id, first.staff_name, first.post_title)

    def _return(self, at: dt.datetime) -> None:
        note = "被申请人住址、联系方式不全，请补正。"
        self.walk.step(Verb.RETURN, at, self.worker(), note=note, returns=1)

    def _resubmit(self, at: dt.datetime) -> None:
        self.walk.step(Verb.RESUBMIT, at, self.registrar, note="已补全联系方式。")

    def _accept(self, at: dt.datetime) -> None:
        walk, case = self.walk, self.walk.case
        committee = case.committee if case.level == Level.TRADE else self.world.bench.committees[walk.seat]
        worker = self.worker()
        is_chosen = self.dice.random() < 0.08
        case.committee = committee
        walk.name_lead(worker, at, is_chosen=is_chosen)
        walk.first_committee = walk.first_committee or committee
        walk.step(
            Verb.ACCEPT, at, worker,
            facts={"committee": committee.name if committee else "", "mediator": worker.name},
            accepted_at=at, level_since=at, has_no_handler=False, mediator_id=worker.id,
            first_accepted_at=case.first_accepted_at or at,
        )  # fmt: skip

    def _contact(self, at: dt.datetime) -> None:
        self.walk.step(Verb.CONTACT, at, self.worker(), note="已电话联系双方。", contacted_at=at)

    def _start(self, at: dt.datetime) -> None:
        for party in self.walk.signers():
            party.notice_signed_on = party.notice_signed_on or day(at)
        self.walk.step(Verb.START, at, self.worker(), contacted_at=self.walk.case.contacted_at or at)

    def _inquire(self, at: dt.datetime) -> None:
        """A neighbour is asked, or one of the parties."""
        walk, case, worker = self.walk, self.walk.case, self.worker()
        asked = self.dice.choice(walk.signers()) if self.dice.random() < 0.4 else None
        question, answer, finding = self.dice.choice(INQUIRIES)
        inquiry = Row(
            id=walk.new_id(at),
            case_id=case.pk,
            number=len(walk.inquiries) + 1,
            level=case.level,
            place=asked.address if asked else case.place,
            begins_at=at,
            party_id=asked.pk if asked else None,
            name=asked.name if asked else self.dice.choice(WITNESSES),
            relation=str(asked.get_side_display()) if asked else "邻居",
            investigators=[worker.name],
            recorder=worker.name,
            subject=case.title,
            record=f"问：{question}\n答：{answer}",
            finding=finding,
            written_at=at,
            written_by_id=worker.id,
        )
        walk.inquiries.append(inquiry)
        step = walk.step(
            Verb.INQUIRE, at, worker, note=finding,
            facts={"inquiry": str(inquiry.id), "number": inquiry.number, "side": asked.side if asked else ""},
        )  # fmt: skip
        step.id = inquiry.id

    def _sit(self, at: dt.datetime) -> None:
        walk, fate = self.walk, self.fate
        number = len(walk.sittings) + 1
        held = sum(one.level == walk.case.level for one in walk.sittings)
        agrees = (
            self.is_high_enough
            and held + 1 >= fate.sittings
            and fate.outcome in (Outcome.SETTLED, Outcome.SETTLED_ON_SPOT)
        )
        worker, place = self.worker(), self.dice.choice(OPENINGS)
        result = "双方达成一致意见。" if agrees else self.dice.choice(UNRESOLVED)
        rooms = self.world.bench.rooms[walk.case.committee_id] if walk.case.committee_id else []
        sitting = Row(
            id=walk.new_id(at),
            case_id=walk.case.pk,
            number=number,
            level=walk.case.level,
            room_id=rooms[0].pk if rooms and place == "在调解室" else None,
            place=place.removeprefix("在"),
            begins_at=at,
            ends_at=at + dt.timedelta(minutes=self.dice.randint(35, 160)),
            mediator_id=worker.id,
            recorder=self.dice.choice(self.world.bench.clerks(walk.case.path)).name,
            present=[party.name for party in walk.signers()],
            is_joint=fate.is_joint and held == 0 and walk.case.level != Level.VILLAGE,
            record=f"调解员：今天就“{walk.case.title}”请双方到场，先宣读权利义务。\n申请人陈述：{walk.case.summary}\n调解结果：{result}",
            result=result,
            is_agreed=agrees,
            written_by_id=worker.id,
        )
        if sitting.is_joint:
            sitting.units = self.dice.sample(UNITS, self.dice.randint(2, 4))
        sitting.written_at = (sitting.ends_at or at) + dt.timedelta(minutes=15)
        if sitting.written_at >= self.world.now:
            sitting.ends_at, sitting.written_at = at, at
        walk.sittings.append(sitting)
        step = walk.step(
            Verb.SIT, sitting.written_at, worker, note=result,
            facts={"sitting": str(sitting.id), "number": number, "place": sitting.place, "is_agreed": agrees},
            contacted_at=walk.case.contacted_at or at,
        )  # fmt: skip
        step.id = sitting.id

    def _note(self, at: dt.datetime) -> None:
        self.fate.done.add("noted")
        self.walk.step(Verb.NOTE, at, self.worker(), note=self.dice.choice(NOTES))

    def _assign(self, at: dt.datetime) -> None:
        """Another mediator takes over, where there is one."""
        self.fate.done.add("assigned")
        walk, case = self.walk, self.walk.case
        others = [
            one
            for one in self.world.bench.mediators(case.path, case.level, case.committee)
            if one.id != case.mediator_id
        ]
        if not others:
            return
        by, other = self.worker(), self.dice.choice(others)
        walk.name_lead(other, at)
        facts = {"mediator": other.name, "is_chosen": False}
        walk.step(
            Verb.ASSIGN, at, by, note="原主办人外出培训，改由其主办。", facts=facts, mediator_id=other.id
        )

    def _pause(self, at: dt.datetime) -> None:
        self.fate.done.add("paused")
        until = day(at) + dt.timedelta(days=self.dice.randint(12, 20))
        self.walk.pause(at)
        promise = self.walk.fixed(Promise.RESUME, at, end_of(until))
        ground = self.dice.choice((PauseGround.CONSENT, PauseGround.APPRAISAL))
        note = {"CONSENT": "双方同意等外出务工的家人回来再谈。", "APPRAISAL": "委托伤情、测量鉴定，待结果。"}[
            ground
        ]
        facts = {"ground": str(ground), "until": until.isoformat()}
        self.walk.step(Verb.PAUSE, at, self.worker(), note=note, facts=facts, opens=[promise])

    def _resume(self, at: dt.datetime) -> None:
        self.walk.resume(at)
        self.walk.step(Verb.RESUME, at, self.worker(), note="中止事由消除，恢复调解。")

    def _extend(self, at: dt.datetime) -> None:
        self.fate.done.add("extended")
        by = Term(10, Unit.NATURAL_DAYS)
        self.walk.extend(Promise.SETTLE_LEVEL, by)
        facts = {"promise": str(Promise.SETTLE_LEVEL), "by": str(by), "has_consent": True}
        self.walk.step(Verb.EXTEND, at, self.clerk(), note="双方同意延长，等待测量结果。", facts=facts)

    def _hand_up(self, at: dt.datetime) -> None:
        self._up(
            at,
            Verb.HAND_UP,
            level_above(self.walk.case.level) or Level.COUNTY,
            "双方分歧较大，本级调解未果。",
            self.worker(),
        )

    def _urgent(self, at: dt.datetime) -> None:
        top = Level.COUNTY if self.fate.top == Level.TRADE else self.fate.top
        self._up(at, Verb.URGENT, top, "人数较多、情绪激动，直报上级处置。", self.worker())
        self.walk.case.urgency = Urgency.SPECIAL

    def _up(self, at: dt.datetime, verb: Verb, to_level: str, reason: str, by: Worker) -> None:
        self.walk.hand(at, to_level, reason, by)
        self.walk.step(
            verb, at, by, note=reason, level=to_level,
            mediator_id=None, committee=None, outcome=Outcome.NONE,
        )  # fmt: skip

    def _hand_back(self, at: dt.datetime) -> None:
        self.fate.done.add("back")
        self.fate.top = Level.VILLAGE
        by, reason = self.worker(), "事实清楚、争议不大，退由村级继续调解。"
        self.walk.hand(at, Level.VILLAGE, reason, by)
        self.walk.step(
            Verb.HAND_BACK, at, by, note=reason, level=Level.VILLAGE, mediator_id=None, committee=None
        )

    def _to_trade(self, at: dt.datetime) -> None:
        trade = self.world.bench.trades.get(self.walk.case.kind_code)
        if trade is None:
            self.fate.top = Level.COUNTY
            return
        by, reason = self.clerk(), "专业性较强，转行业调委会调解。"
        self.walk.hand(at, Level.TRADE, reason, by, committee=trade)
        self.walk.step(
            Verb.HAND_TO_TRADE, at, by, note=reason, level=Level.TRADE, facts={"committee": trade.name},
            mediator_id=None, committee=trade, has_no_handler=False,
        )  # fmt: skip
