"""The pages of a month: who sees what of it, each figure and exactly its rows, exemptions and explanations."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.audit.models import Record
from core.deadlines.actions.sweep import sweep
from core.forms.address import Address
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tabular.exporting import find_export
from core.tenancy.context import in_tenant
from core.workcalendar.rules import start_of
from governance.waiting import waiting_for
from households.actions.exempt_duties import exempt_duties
from households.actions.explain_duty import explain_duty
from households.actions.open_month import open_month
from households.choices import DutyState
from households.coverage import Scope, lines_by, summed
from households.duty_rows import DOORS, SHOWN, behind
from households.forms.month import asked_for
from households.models import Door, DoorDeadline, Duty, GridLead
from households.rules.months import first_of
from tests.accounts.people import acting, browser_of, neighbour
from tests.cast import KANGBAO
from tests.disputes.scene import words_of
from tests.households.month import NOVEMBER, at, opened, tick, visit
from tests.households.stage import SINCE, Stage

pytestmark = pytest.mark.django_db
LAST = first_of(timezone.localdate()) - dt.timedelta(days=1)  # of the month that is over
PAGES = ("duties/", "duties/rows/")


class Rooms:
    """The cast at their screens, last month closed: two doors of the cadre's missed, one visited; this month opened."""

    def __init__(self) -> None:
        now = timezone.now()
        system = Actor.system(KANGBAO)
        with in_tenant(KANGBAO):
            self.stage = Stage(now)
            self.doors = [self.stage.door(f"王长{n}") for n in "顺福贵"]
            for door in self.doors:
                self.stage.paired(door)
            self.far = self.stage.door("张远", path=self.stage.ground.far_grid.path)
            self.stage.paired(self.far, "office_cadre")
            GridLead.objects.create(
                staff=self.stage.staff["leader"],
                unit=self.stage.bureau,
                path=self.stage.ground.grid.path,
                from_on=SINCE,
            )
            self.month = first_of(LAST)
            open_month(actor=system, at=start_of(self.month))
            visit(self.stage, self.doors[0], f"{LAST} 10:00")
        sweep(tenant=KANGBAO, model=DoorDeadline, now=start_of(first_of(timezone.localdate())))
        with in_tenant(KANGBAO):
            open_month(actor=system, at=now)
        self.query = f"?month={self.month:%Y-%m}"

    def browser(self, who: str) -> Client:
        with in_tenant(KANGBAO):
            return browser_of(self.stage.staff[who])

    def page(self, who: str, page: str, more: str = "") -> str:
        answer = self.browser(who).get(f"/households/{page}{self.query}{more}", follow=True)
        assert answer.status_code == 200, answer.status_code
        return words_of(answer.content.decode().partition("<main")[2])

    def missed(self, door: Door) -> Duty:
        with in_tenant(KANGBAO):
            duty: Duty = Duty.objects.get(liaison__door=door, month=self.month)
            return duty


@pytest.fixture
def rooms(counties: None) -> Rooms:
    return Rooms()


# figures and their rows


def test_every_figure_opens_exactly_its_rows(stage: Stage) -> None:
    doors = [stage.door(f"户{n}") for n in range(8)]
    for door in doors:
        stage.paired(door)
    Door.objects.filter(pk__in=[one.pk for one in doors[:3]]).update(presence="AWAY", away_from=SINCE)
    opened()
    visit(stage, doors[0], "2026-11-03 10:00", way="PHONE")
    for door in doors[3:5]:
        visit(stage, door, "2026-11-03 10:00")
    ids = Duty.objects.filter(liaison__door=doors[7]).values_list("pk", flat=True)
    exempt_duties(ids=list(ids), reason="封山", actor=stage.system, at=at("2026-11-04 10:00"))
    stage.at = at("2026-11-15 10:00")
    stage.paired(doors[3], "colleague", from_on=dt.date(2026, 11, 15))
    total = summed(lines_by("place", NOVEMBER, Scope(stage.ground.county.path)))
    asked = asked_for(Address({"month": "2026-11"}), stage.actors["centre"], today=dt.date(2026, 11, 20))
    counted = {
        "all": total.pairs,
        **{name: getattr(total, name) for name in set(SHOWN) - {"all"}},
        "doors": total.doors,
        "met": total.doors_met,
        "unmet": total.doors - total.doors_met,
    }
    assert {shown: behind(asked, shown).count() for shown in {*SHOWN, *DOORS}} == counted
    assert (total.visits, total.visited, total.contacts, total.contacted) == (5, 2, 3, 1)
    assert (total.visit_rate, total.contact_rate, total.door_rate) == ("40.0%", "33.3%", "42.8%")
    by_unit = lines_by("unit", NOVEMBER, Scope(stage.ground.county.path))
    assert [(line.key, line.visits) for line in by_unit] == [(stage.bureau.pk, 5)]
    assert {line.key for line in lines_by("staff", NOVEMBER, Scope(units=frozenset({stage.bureau.pk})))} == {
        stage.staff["cadre"].pk,
        stage.staff["colleague"].pk,
    }


def test_a_month_without_duties_shows_no_rate(rooms: Rooms) -> None:
    said = rooms.page("clerk", "duties/", "&month=2020-01")
    assert "没有开启走访任务" in said
    assert "100.0%" not in said


# who sees what


def test_the_clerk_sees_the_township_and_the_far_clerk_their_own(rooms: Rooms) -> None:
    assert "1 / 3" in rooms.page("clerk", "duties/")
    assert "0 / 1" in rooms.page("far_clerk", "duties/")
    assert "王长顺" in rooms.page("clerk", "duties/rows/"), "who keeps the register reads names in full"
    assert "王长" not in rooms.page("far_clerk", "duties/rows/")
    town = rooms.stage.ground.town.path
    assert "王长" not in rooms.page("far_clerk", "duties/rows/", f"&area={town}"), "asked for by its path"


def test_the_head_sees_the_unit_masked_and_the_cadre_their_own_in_full(rooms: Rooms) -> None:
    head = rooms.page("head", "duties/rows/")
    assert "王**" in head or "王*" in head
    assert "王长顺" not in head
    assert "张远" not in head
    own = rooms.page("cadre", "duties/rows/")
    assert "王长顺" in own
    assert "张远" not in own
    other = rooms.page("office_cadre", "duties/rows/", f"&unit={rooms.stage.bureau.pk}")
    assert "王长" not in other


def test_the_leader_sees_figures_and_masked_rows_only(rooms: Rooms) -> None:
    assert "1 / 4" in rooms.page("leader", "duties/")
    assert "王长顺" not in rooms.page("leader", "duties/rows/")
    assert "永兴" in rooms.page("leader", "duties/grids/") or "网格" in rooms.page("leader", "duties/grids/")


def test_the_auditor_and_the_neighbour_see_nothing(rooms: Rooms) -> None:
    auditor, next_door, far = rooms.browser("auditor"), browser_of(neighbour()), rooms.browser("far_clerk")
    for page in PAGES:
        assert auditor.get(f"/households/{page}").status_code == 403
        answer = next_door.get(f"/households/{page}{rooms.query}", follow=True)
        assert answer.status_code == 200
        assert "王长" not in answer.content.decode()
    for act in ("exempt", "explain"):
        duty = rooms.missed(rooms.doors[1])
        assert next_door.get(f"/households/duties/{duty.pk}/{act}/").status_code == 404
        assert far.get(f"/households/duties/{duty.pk}/{act}/").status_code == 404


@pytest.mark.parametrize(
    "query", ["?month=2026-13", "?month=x&area=130723&unit=1&staff=%00&by=no&show=no", "?page=99"]
)
def test_an_address_that_makes_no_sense_shows_what_is_ones_own(rooms: Rooms, query: str) -> None:
    for page in PAGES:
        assert rooms.browser("clerk").get(f"/households/{page}{query}").status_code == 200


# acts


def test_the_cadre_explains_what_was_missed_and_it_stays_missed(rooms: Rooms) -> None:
    duty = rooms.missed(rooms.doors[1])
    url = f"/households/duties/{duty.pk}/explain/"
    assert rooms.browser("cadre").post(url, {"words": " "}).status_code == 422
    assert rooms.browser("cadre").post(url, {"words": "长" * 301}).status_code == 422
    assert rooms.browser("cadre").post(url, {"words": "外出培训一个月"}).status_code == 302
    again = rooms.missed(rooms.doors[1])
    assert (again.state, again.explained) == (DutyState.MISSED, "外出培训一个月")
    with in_tenant(KANGBAO):
        (record,) = Record.objects.filter(code="households.duty_explained")
        assert "王长福" not in record.sentence
        before = Record.objects.count()
        with pytest.raises(Refused):
            explain_duty(duty=again, words="不是我", actor=rooms.stage.actors["colleague"], at=timezone.now())
        explain_duty(duty=again, words="外出培训一个月", actor=rooms.stage.actors["head"], at=timezone.now())
        assert Record.objects.count() == before
        done = Duty.objects.get(liaison__door=rooms.doors[0], month=rooms.month)
        with pytest.raises(Refused):
            explain_duty(duty=done, words="为何", actor=rooms.stage.actors["cadre"], at=timezone.now())


def test_the_head_exempts_several_of_this_month_with_one_reason(rooms: Rooms) -> None:
    with in_tenant(KANGBAO):
        now = first_of(timezone.localdate())
        rows = Duty.objects.filter(month=now, liaison__door__in=rooms.doors).order_by("pk")
        ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
        far = Duty.objects.get(month=now, liaison__door=rooms.far)
    head, url = rooms.browser("head"), "/households/duties/exempt/?show=open"
    assert head.post(url, {"duty": ids, "reason": ""}).status_code == 422
    assert head.post(url, {"duty": [], "reason": "封山"}).status_code == 422
    assert head.post(url, {"duty": [*ids, str(far.pk)], "reason": "封山"}).status_code == 422
    assert head.post(url, {"duty": [*ids, "x"], "reason": "封山"}).status_code == 302
    assert head.post(url, {"duty": ids, "reason": "封山"}).status_code == 302, "again, nothing more"
    with in_tenant(KANGBAO):
        assert {row.state for row in Duty.objects.filter(pk__in=ids)} == {DutyState.EXEMPT}
        assert Record.objects.filter(code="households.duty_exempted").count() == 3
    cadre = rooms.browser("cadre")
    assert cadre.post(url, {"duty": [str(far.pk)], "reason": "远"}).status_code == 422


def test_nobody_exempts_in_a_closed_month(stage: Stage) -> None:
    stage.paired(stage.door())
    opened()
    tick("2026-12-01 00:00")
    with pytest.raises(Refused, match="已核定"):
        exempt_duties(
            ids=[Duty.objects.get().pk], reason="封山", actor=stage.actors["clerk"], at=at("2026-12-02 10:00")
        )


def test_what_waits_stands_on_the_desks_of_cadre_and_head(rooms: Rooms) -> None:
    with in_tenant(KANGBAO):
        now = timezone.now()

        def lines(who: str) -> list[str]:
            found = waiting_for(acting(rooms.stage.staff[who]), at=now)
            return [re.sub(r"^\d{4}-\d\d", "", row.what) for row in found if "走访" in row.what]

        assert lines("cadre") == ["未走访待说明 2件", "待走访 3件"]
        assert lines("head") == ["所辖干部未走访待说明 3件"]
        assert lines("leader") == ["未走访待说明 1件", "待走访 1件"]
        assert lines("auditor") == []


def test_what_was_recorded_after_the_end_is_listed_and_the_figures_stay(rooms: Rooms) -> None:
    with in_tenant(KANGBAO):
        visit(rooms.stage, rooms.doors[1], f"{LAST} 11:00", recorded_at=timezone.now())
    said = rooms.page("clerk", "duties/")
    assert "1 / 3" in said
    assert "核定后有 1 件补记或更正" in said
    assert "王长福" in rooms.page("clerk", "duties/rows/", "&show=later")
    sheet, actor = find_export("households.duties"), rooms.stage.actors["clerk"]
    assert sheet is not None
    with in_tenant(KANGBAO):
        asked = {"month": f"{rooms.month:%Y-%m}", "show": "later"}
        assert sheet.count(actor, asked, timezone.localdate()) == 1


def test_the_sheet_goes_out_masked(rooms: Rooms) -> None:
    for key in ("households.duties", "households.coverage"):
        answer: Any = rooms.browser("clerk").post(f"/exports/{key}/{rooms.query}")
        assert answer.status_code == 200, answer.status_code
        assert b"".join(answer.streaming_content)[:2] == b"PK"
