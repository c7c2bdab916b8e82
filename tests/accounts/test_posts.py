"""Appointing, relieving, handing over and deputising: who may, on which day, and twice."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from accounts.actions.appoint import WrongPlace, appoint
from accounts.actions.hand_over import hand_over
from accounts.actions.name_deputy import end_deputy, name_deputy
from accounts.actions.relieve import relieve
from accounts.models import Post, Staff
from accounts.seats import SeatTaken, WrongDay
from accounts.selectors import posts_held, posts_seen_by, staff_seen_by
from core.audit.models import Record
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from tests.accounts.people import (
    GRID,
    KANGBAO,
    NOON,
    OTHER_TOWN,
    TODAY,
    TOWN,
    VILLAGE,
    acting,
    actor,
    holder,
    neighbour,
    person,
    unit,
)

DAY = dt.timedelta(days=1)


def put(by: Any, staff: Staff, role: str = "GRID_WORKER", path: str | None = GRID, **more: Any) -> Post:
    given = {"from_on": TODAY, "today": TODAY, "at": NOON, **more}
    return appoint(staff=staff, role=role, path=path, actor=by, **given)


def check_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_clerk_appoints_below_their_town_and_it_is_recorded(county: int) -> None:
    clerk, staff = actor("TOWNSHIP_CLERK", TOWN), person("李桂英")
    post = put(clerk, staff)
    record = Record.objects.get(code="accounts.post_appointed")
    assert record.post_id == clerk.posts[0].id
    assert record.path == GRID
    assert "李桂英" in record.sentence
    assert list(posts_held(staff, on=TODAY)) == [post]


@pytest.mark.parametrize(
    ("role", "path", "why"),
    [
        ("GRID_WORKER", OTHER_TOWN + "001001", "本辖区"),
        ("TOWNSHIP_MEDIATOR", TOWN, "上级"),
        ("SYSTEM_ADMINISTRATOR", "130723", "三员"),
    ],
)
def test_a_clerk_does_not_appoint_elsewhere_at_their_own_level_or_officers(
    county: int, role: str, path: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        put(actor("TOWNSHIP_CLERK", TOWN), person(), role, path)


def test_the_security_officer_grants_what_the_administrator_can_not(county: int) -> None:
    with pytest.raises(Refused):
        put(actor("SYSTEM_ADMINISTRATOR"), person(), "COUNTY_CENTRE", "130723")
    assert put(actor("SECURITY_OFFICER", name="李安"), person(), "COUNTY_CENTRE", "130723").pk


def test_a_role_stands_only_where_it_belongs(county: int) -> None:
    by = actor("SECURITY_OFFICER")
    with pytest.raises(WrongPlace):
        put(by, person(), "GRID_WORKER", TOWN)
    with pytest.raises(WrongPlace):
        put(by, person(), "DEPARTMENT_HANDLER", TOWN)
    assert put(by, person(), "DEPARTMENT_HANDLER", None, unit=unit()).path is None


def test_a_future_appointment_waits_for_its_day(county: int) -> None:
    staff = person()
    put(actor("COUNTY_CENTRE"), staff, from_on=TODAY + DAY)
    assert not acting(staff, TODAY).has("grids.view")
    assert acting(staff, TODAY + DAY).has("grids.view")


def test_a_day_too_far_off_is_refused(county: int) -> None:
    with pytest.raises(WrongDay, match="一年"):
        put(actor("COUNTY_CENTRE"), person(), from_on=TODAY + 400 * DAY)


def test_a_taken_seat_says_who_sits_there(county: int) -> None:
    by = actor("COUNTY_CENTRE")
    put(by, person("李书记"), "VILLAGE_SECRETARY", VILLAGE)
    with pytest.raises(SeatTaken, match="李书记"):
        put(by, person("赵书记"), "VILLAGE_SECRETARY", VILLAGE)


def test_twice_the_same_post_is_refused(county: int) -> None:
    by, staff = actor("COUNTY_CENTRE"), person()
    put(by, staff)
    with pytest.raises(SeatTaken, match="已在该岗位任职"):
        put(by, staff)


def test_relieving_ends_access_on_its_day_and_no_other(county: int) -> None:
    by, staff = actor("COUNTY_CENTRE"), person()
    post = put(by, staff, from_on=TODAY - DAY)
    relieve(post=post, to_on=TODAY + DAY, actor=by, at=NOON)
    assert acting(staff, TODAY).posts
    assert not acting(staff, TODAY + DAY).posts
    with pytest.raises(WrongDay, match="免职"):
        relieve(post=post, to_on=TODAY + DAY, actor=by, at=NOON)


def test_an_appointment_that_never_began_is_taken_back(county: int) -> None:
    by, staff = actor("COUNTY_CENTRE"), person()
    post = put(by, staff, from_on=TODAY + 5 * DAY)
    assert relieve(post=post, to_on=TODAY, actor=by, at=NOON) is None
    assert not Post.objects.filter(pk=post.pk).exists()
    assert Record.objects.filter(code="accounts.post_withdrawn").count() == 1


def test_a_successor_follows_even_when_the_end_moves_forward(county: int) -> None:
    by = actor("COUNTY_CENTRE")
    first = put(by, person("甲"), "VILLAGE_SECRETARY", VILLAGE)
    relieve(post=first, to_on=TODAY + 10 * DAY, actor=by, at=NOON)
    second = put(by, person("乙"), "VILLAGE_SECRETARY", VILLAGE, from_on=TODAY + 10 * DAY)
    relieve(post=first, to_on=TODAY + 5 * DAY, actor=by, at=NOON)
    second.refresh_from_db()
    assert second.previous_to_on == TODAY + 5 * DAY
    assert second.seat == first.seat
    check_keys()


def test_work_is_handed_over_whole_or_not_at_all(county: int) -> None:
    by, old, new = actor("COUNTY_CENTRE"), person("甲"), person("乙")
    posts = [put(by, old), put(by, old, "VILLAGE_SECRETARY", VILLAGE)]
    taken = hand_over(posts=posts, successor=new, on=TODAY + DAY, today=TODAY, actor=by, at=NOON)
    assert [post.role for post in taken] == ["GRID_WORKER", "VILLAGE_SECRETARY"]
    assert len(acting(old, TODAY).posts) == 2
    assert len(acting(new, TODAY + DAY).posts) == 2
    assert not acting(old, TODAY + DAY).posts
    check_keys()
    with pytest.raises(Refused), transaction.atomic():
        hand_over(
            posts=[taken[0], posts[1]], successor=old, on=TODAY + 2 * DAY, today=TODAY, actor=by, at=NOON
        )
    assert Post.objects.filter(to_on=None, staff=new).count() == 2


def test_a_deputy_acts_for_the_days_named_and_the_title_says_so(county: int) -> None:
    clerk_staff = holder("TOWNSHIP_CLERK", TOWN)
    deputy_staff = person("李代")
    post = Post.objects.get(staff=clerk_staff)
    deputy = name_deputy(
        post=post, staff=deputy_staff, from_on=TODAY, to_on=TODAY + 3 * DAY, reason="外出学习",
        actor=acting(clerk_staff), at=NOON,
    )  # fmt: skip
    covering = acting(deputy_staff, TODAY)
    assert covering.posts[0].title == "乡镇综治中心工作人员（代）"
    assert put(covering, person()).pk, "acts under the covered post"
    assert not acting(deputy_staff, TODAY + 3 * DAY).posts
    with pytest.raises(WrongDay, match="李代"):
        name_deputy(
            post=post, staff=person(), from_on=TODAY + DAY, to_on=None, reason="病假",
            actor=acting(clerk_staff), at=NOON,
        )  # fmt: skip
    end_deputy(deputy=deputy, to_on=TODAY + DAY, actor=acting(clerk_staff), at=NOON)
    assert not acting(deputy_staff, TODAY + DAY).posts
    relieve(post=post, to_on=TODAY + DAY, actor=actor("COUNTY_CENTRE"), at=NOON)
    check_keys()


def test_one_does_not_deputise_oneself_and_officers_have_none(county: int) -> None:
    staff = holder("TOWNSHIP_CLERK", TOWN)
    post = Post.objects.get(staff=staff)
    with pytest.raises(Refused, match="自己"):
        name_deputy(
            post=post, staff=staff, from_on=TODAY, to_on=None, reason="x", actor=acting(staff), at=NOON
        )
    officer = holder("AUDITOR")
    with pytest.raises(Refused, match="不设代理"):
        name_deputy(
            post=Post.objects.get(staff=officer), staff=person(), from_on=TODAY, to_on=None, reason="x",
            actor=acting(officer), at=NOON,
        )  # fmt: skip


def test_several_posts_are_united_and_a_write_names_the_nearest(county: int) -> None:
    staff = holder("COUNTY_CENTRE")
    Post.objects.create(staff=staff, role="TOWNSHIP_CLERK", path=TOWN, from_on=TODAY)
    both = acting(staff)
    assert len(both.posts) == 2
    put(both, person())
    named = {post.id: post.role for post in both.posts}
    record = Record.objects.get(code="accounts.post_appointed")
    assert record.post_id is not None
    assert named[record.post_id] == "TOWNSHIP_CLERK"
    assert put(both, person(), "TOWNSHIP_MEDIATOR", TOWN).pk, "the county post appoints what the town's can't"


def test_the_database_keeps_one_holder_a_seat(county: int) -> None:
    put(actor("COUNTY_CENTRE"), person(), "VILLAGE_SECRETARY", VILLAGE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(staff=person(), role="VILLAGE_SECRETARY", path=VILLAGE, from_on=TODAY)


@pytest.mark.django_db(transaction=True)
def test_two_appoint_to_one_seat_at_once_and_one_of_them_is_told(counties: None) -> None:
    with in_tenant(KANGBAO):
        by = actor("COUNTY_CENTRE")
        people = [person("甲"), person("乙")]
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def run(staff: Staff) -> None:
        try:
            start.wait(10)
            with in_tenant(KANGBAO):
                put(by, staff, "VILLAGE_SECRETARY", VILLAGE)
            outcomes.append("ok")
        except SeatTaken:
            outcomes.append("taken")
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=[staff]) for staff in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["ok", "taken"]


def test_appointing_costs_a_fixed_number_of_queries(county: int, django_assert_max_num_queries: Any) -> None:
    by, staff = actor("TOWNSHIP_CLERK", TOWN), person()
    with django_assert_max_num_queries(10):
        put(by, staff)


def test_the_neighbour_sees_and_appoints_nobody(counties: None) -> None:
    them = neighbour()
    with in_tenant(KANGBAO):
        staff = holder("GRID_WORKER", GRID)
        other = actor("TOWNSHIP_CLERK", OTHER_TOWN)
        assert not posts_seen_by(other).filter(staff=staff).exists(), "the next town neither"
        assert not staff_seen_by(other).filter(pk=staff.pk).exists()
    with in_tenant(them.tenant_id):
        by = acting(them)
        assert not posts_seen_by(by).filter(staff_id=staff.pk).exists()
        with pytest.raises(Refused, match="本辖区"):
            put(by, them, "GRID_WORKER", GRID)
