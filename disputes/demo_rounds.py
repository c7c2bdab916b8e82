"""This quarter's risk sweep, who was invited, last quarter's allowances, the last monthly reports and the brake's rule of a
demo county."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from accounts.choices import Role
from accounts.models import Post, Staff, Unit
from accounts.selectors import on_day
from core.deadlines.choices import State as DeadlineState
from core.paths.ranges import parent_of
from core.permissions.abilities import abilities_of
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import SHANGHAI, day_of
from disputes.actions.approve_batch import approve_batch
from disputes.actions.change_brake_rule import change_brake_rule
from disputes.actions.check_batch import check_batch
from disputes.actions.confirm_risk import confirm_risk
from disputes.actions.contest_grade import contest_grade, tell_concerned
from disputes.actions.declare_batch import declare_batch
from disputes.actions.grade_risk import grade_risk
from disputes.actions.invite import ask_unit, invite_adviser
from disputes.actions.make_statement import sign_statement
from disputes.actions.open_monthly_reports import open_monthly_reports
from disputes.actions.open_sweep import open_sweep
from disputes.actions.publish_batch import publish_batch
from disputes.actions.report_zero import report_zero
from disputes.choices import Level, Risk
from disputes.counting import Month
from disputes.models import OPEN, Case, MonthDeadline, RiskGrade, RiskSweep, SweepBrake
from disputes.rules.levels import seat_of
from disputes.rules.risks import quarter_of, quarter_span
from disputes.sweeps import MISSED, REMINDED_AFTER
from grids.models import Area

MOST_GRADED: Final = 120
MOST_INVITED: Final = 60
LATE_TOWN: Final = 3  # of five
ADVICE: Final = "请就法律适用和调解方案提出意见"
HELP: Final = "请派员参加联合调处"
GROUND: Final = "《中华人民共和国人民调解法》第二十五条；《人民调解工作若干规定》"
REASONS: Final = {
    Risk.HIGH: ("双方已动手一次，一方扬言“再来就不客气”。", "一方酒后多次上门争吵，老人受惊。"),
    Risk.MEDIUM: ("争吵频繁，近一周两次惊动村委会。", "涉及金额较大，一方情绪激动。"),
    Risk.LOW: ("偶有口角，双方愿意坐下来谈。", "已达成口头意见，等待履行。"),
}
PLAN: Final = "老人暂住女儿家；村干部每日探望一次；有事先打派出所值班电话，再打村调解员电话。"


class Rounds:
    """Who acts for whom in one county."""

    def __init__(self, code: int, dice: random.Random, now: dt.datetime) -> None:
        self.code, self.dice, self.now = code, dice, now
        self.today = day_of(now)
        self.posts: dict[tuple[str, str], list[Post]] = defaultdict(list)
        for post in Post.objects.filter(on_day(self.today)).exclude(path=None).select_related("staff"):
            self.posts[post.role, str(post.path)].append(post)

    def actor(self, role: str, path: str, *, number: int = 0) -> Actor | None:
        """Whoever holds a role at an area."""
        held = self.posts[role, path]
        if len(held) <= number:
            return None
        post = held[number]
        acting = ActingPost(
            post.pk, post.role, str(post.get_role_display()), post.path, post.unit_id, abilities_of(post.role)
        )
        user = post.staff.user_id or post.staff_id  # most of a demo county's people have no account
        return Actor(self.code, user, post.staff_id, post.staff.name, (acting,))

    # ── risks

    def sweep(self) -> int:
        """Open this quarter's sweep and take it as far as a county comes in the middle of it."""
        first, after = quarter_span(self.today.year, quarter_of(self.today))
        opens_on = min(first + dt.timedelta(days=9), self.today - dt.timedelta(days=1))
        opened_at = dt.datetime.combine(opens_on, dt.time(9), SHANGHAI)
        centre = self.actor(Role.COUNTY_CENTRE, str(self.code))
        if centre is None:
            return 0
        sweep = open_sweep(
            path=str(self.code),
            ground=GROUND,
            opens_on=opens_on,
            ends_on=max(after - dt.timedelta(days=1), opens_on + dt.timedelta(days=30)),
            actor=centre,
            at=opened_at,
        )
        cases = Case.objects.filter(
            OPEN, is_restricted=False, registered_at__lt=self.now - dt.timedelta(days=3)
        )
        graded = [grade for case in cases.order_by("pk")[:MOST_GRADED] if (grade := self._grade(case))]
        self._confirm(graded, Level.VILLAGE, (Role.VILLAGE_SECRETARY, Role.VILLAGE_MEDIATOR), 0.85)
        self._confirm(graded, Level.TOWNSHIP, (Role.TOWNSHIP_CLERK, Role.POLITICAL_LEGAL_MEMBER), 0.8)
        self._hear(graded)
        self._report_zero(sweep)
        return len(graded)

    def _grade(self, case: Case) -> RiskGrade | None:
        village = seat_of(case.path, Level.VILLAGE)
        who = self.actor(Role.GRID_WORKER, case.path) or self.actor(Role.VILLAGE_MEDIATOR, village)
        if who is None or self.dice.random() < 0.2:
            return None
        risk = Risk(self.dice.choices((Risk.LOW, Risk.MEDIUM, Risk.HIGH), (78, 16, 6))[0])
        helper = next(iter(self.posts[Role.VILLAGE_SECRETARY, village]), None)
        at = self.now - dt.timedelta(days=self.dice.uniform(1, 2.5))
        try:
            return grade_risk(
                case=case,
                risk=risk,
                reason=self.dice.choice(REASONS[risk]),
                helper=Staff.objects.get(pk=helper.staff_id) if helper else None,
                safety_plan=PLAN if risk == Risk.HIGH else "",
                ends_on=day_of(at) + dt.timedelta(days=self.dice.randint(20, 80)),
                actor=who,
                at=at,
            )
        except Refused:
            return None  # nobody to help there

    def _confirm(self, graded: list[RiskGrade], level: Level, roles: tuple[str, ...], share: float) -> None:
        by_seat: dict[str, list[RiskGrade]] = defaultdict(list)
        for grade in graded:
            by_seat[seat_of(grade.path, level)].append(grade)
        for seat, grades in sorted(by_seat.items()):
            who = next((actor for role in roles if (actor := self.actor(role, seat))), None)
            if who is None or self.dice.random() > share:
                continue
            for grade in grades:
                try:
                    confirm_risk(grades=[grade], actor=who, at=self.now - dt.timedelta(hours=5))
                except Refused:
                    continue  # it was theirs, or the village has not spoken

    def _hear(self, graded: list[RiskGrade]) -> None:
        """Those concerned were told of most; two object."""
        for number, grade in enumerate(grade for grade in graded if grade.risk != Risk.LOW):
            who = self.actor(Role.VILLAGE_MEDIATOR, seat_of(grade.path, Level.VILLAGE))
            if who is None:
                continue
            tell_concerned(grade=grade, on=day_of(grade.graded_at), actor=who, at=self.now)
            if number in (1, 4):
                contest_grade(
                    grade=grade,
                    party=None,
                    contest="我们没有吵得那么厉害，等级定高了。",
                    actor=who,
                    at=self.now,
                )

    def _report_zero(self, sweep: RiskSweep) -> None:
        busy = {
            seat_of(path, Level.VILLAGE) for path in Case.objects.filter(OPEN).values_list("path", flat=True)
        }
        for village in Area.objects.filter(level=3, valid_to=None).exclude(path__in=busy).order_by("path"):
            who = self.actor(Role.VILLAGE_SECRETARY, village.path)
            if who is not None and self.dice.random() < 0.7:
                report_zero(sweep=sweep, place=village, actor=who, at=self.now - dt.timedelta(days=1))

    # ── those invited

    def invite(self) -> int:
        """Advisers, and departments asked to take part, in what has come up to the townships and the county."""
        centre = self.actor(Role.COUNTY_CENTRE, str(self.code))
        if centre is None:
            return 0
        advisers = [post.staff for post in self.posts[Role.ADVISER, str(self.code)]]
        asked = Post.objects.filter(
            on_day(self.today), role=Role.DEPARTMENT_HANDLER, unit__path=str(self.code)
        )
        units = list(Unit.objects.filter(pk__in=asked.values("unit")).order_by("name", "pk"))
        raised = Case.objects.filter(OPEN, is_restricted=False).exclude(level=Level.VILLAGE)
        given, until = 0, self.today + dt.timedelta(days=30)
        for number, case in enumerate(raised.order_by("-registered_at", "pk")[:MOST_INVITED]):
            shared: Any = {
                "case": case,
                "from_on": self.today,
                "to_on": until,
                "actor": centre,
                "at": self.now,
            }
            try:
                invite_adviser(adviser=advisers[number % len(advisers)], purpose=ADVICE, **shared)
                ask_unit(unit=units[number % len(units)], purpose=HELP, **shared)
            except Refused:
                continue  # not the county's to open
            given += 2
        return given

    # ── allowances

    def allowances(self) -> int:
        """Last quarter's batches, each as far as its township came."""
        year, quarter = self.today.year, quarter_of(self.today) - 1
        if not quarter:
            year, quarter = year - 1, 4
        at = dt.datetime.combine(quarter_span(year, quarter)[1], dt.time(10), SHANGHAI) + dt.timedelta(days=5)
        at = min(at, self.now)
        towns = Area.objects.filter(level=2, valid_to=None).order_by("path").values_list("path", flat=True)
        centre = self.actor(Role.COUNTY_CENTRE, str(self.code))
        done = 0
        for number, town in enumerate(towns):
            clerk = self.actor(Role.TOWNSHIP_CLERK, town)
            if clerk is None or parent_of(town) != str(self.code):
                continue
            batch = declare_batch(path=town, year=year, quarter=quarter, actor=clerk, at=at)
            done += 1
            try:
                if number % 4:
                    batch = check_batch(batch=batch, actor=clerk, at=at)
                if number % 4 > 1 and centre is not None:
                    batch = approve_batch(batch=batch, actor=centre, at=at)
                if number % 4 > 2 and centre is not None:
                    until = day_of(at) + dt.timedelta(days=7)
                    publish_batch(batch=batch, from_on=day_of(at), to_on=until, actor=centre, at=at)
            except Refused:
                continue  # nothing due there
        return done

    # ── monthly reports

    def monthly_reports(self) -> int:
        """The last months' tables, opened as the clock would have; most townships signed in time, one late, and a few
        owe the month that ended last. Whoever would sign later than now has not signed yet."""
        last = Month.of(self.today).before()
        months = [last.before().before(), last.before(), last]
        return sum(self._report(month, is_last=month == last) for month in months)

    def _report(self, month: Month, *, is_last: bool) -> int:
        open_monthly_reports(actor=Actor.system(self.code), at=month.until + dt.timedelta(minutes=5))
        owed = MonthDeadline.objects.filter(statement__year=month.year, statement__month=month.month)
        signed = 0
        for number, promise in enumerate(owed.select_related("statement").order_by("statement__path")):
            path = promise.statement.path
            at = promise.due_at - dt.timedelta(
                hours=8 + 24 * self.dice.randint(0, 1), minutes=self.dice.randint(0, 240)
            )
            if number % 5 == LATE_TOWN:
                at = self.now + dt.timedelta(days=1) if is_last else promise.due_at + dt.timedelta(hours=34)
            centre = Role.COUNTY_CENTRE if path == str(self.code) else Role.TOWNSHIP_CLERK
            who = self.actor(centre, path)
            if who is None or at > self.now:
                continue
            sign_statement(path=path, month=month, note="", actor=who, at=at)
            signed += 1
        # Rows and no sweep: told by it, people would hear today of what they heard when it was missed.
        for missed in owed.filter(state=DeadlineState.OPEN, due_at__lte=self.now):
            weeks = (self.now - missed.due_at) // REMINDED_AFTER + 1
            missed.warned_at, missed.outcome = missed.warn_at, MISSED
            missed.next_check_at = missed.due_at + weeks * REMINDED_AFTER
            missed.save(update_fields=["warned_at", "outcome", "next_check_at"])
        return signed

    # ── the brake

    def brake(self) -> None:
        """After the last long holiday too many came due at once; since then the county has a rule of its own."""
        centre = self.actor(Role.COUNTY_CENTRE, str(self.code))
        if centre is None:
            return
        back = dt.datetime(self.today.year, 10, 9, 8, 10, tzinfo=SHANGHAI)
        if back > self.now - dt.timedelta(days=30):
            back = back.replace(year=self.today.year - 1)
        released = back + dt.timedelta(hours=2)
        # A row and no verb: pulled by the verb, leaders would be told today of what was over long ago.
        SweepBrake.objects.create(
            counted=63,
            open_cases=241,
            share=Decimal("26.14"),
            pulled_at=back,
            released_at=released,
            released_until=released + dt.timedelta(hours=24),
            released_by_id=centre.person_id,
            decision="国庆长假期间集中到期，已逐乡镇核对，可以上交。",
        )
        change_brake_rule(
            fewest=80,
            share=15,
            released_hours=12,
            valid_from=day_of(back) + dt.timedelta(days=14),
            source=f"县矛盾纠纷化解工作会议纪要〔{back.year}〕4号",
            actor=centre,
            at=back + dt.timedelta(days=7),
        )


def go_round(code: int, dice: random.Random, now: dt.datetime, say: Callable[[str], None]) -> None:
    """Sweep, invitations, allowances and brake of one county whose disputes stand."""
    rounds = Rounds(code, dice, now)
    rounds.brake()
    say(
        f"{rounds.sweep()} risk grades, {rounds.invite()} invitations by name, {rounds.allowances()} batches of allowances, "
        f"{rounds.monthly_reports()} monthly reports"
    )
