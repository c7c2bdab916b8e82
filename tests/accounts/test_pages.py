"""The pages of posts and people, through their front door."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Deputy, Membership, Post, Slip, Staff, Unit
from core.audit.selectors import who_looked_at
from core.tenancy.context import in_tenant
from tests.accounts.people import KANGBAO, browser_of, holder, neighbour, person, post_of, unit, user_of
from tests.grids.ground import Ground

DAY = dt.timedelta(days=1)


@pytest.fixture
def ground(counties: None) -> Any:
    with in_tenant(KANGBAO):
        return Ground()


@pytest.fixture
def clerk(ground: Any) -> Client:
    """The clerk of 康保镇 at the screen."""
    with in_tenant(KANGBAO):
        return browser_of(holder("TOWNSHIP_CLERK", ground.town.path, "赵办事"))


def newcomer(ground: Any, name: str) -> Staff:
    """Somebody of the town's own centre, so that its clerk reaches them."""
    with in_tenant(KANGBAO):
        home = Unit.objects.filter(name="康保镇综治中心").first() or unit("康保镇综治中心", ground.town.path)
        staff = person(name)
        Membership.objects.create(staff=staff, unit=home, from_on=dt.date(2025, 1, 1))
        return staff


def today() -> dt.date:
    from django.utils import timezone

    return timezone.localdate()


def test_a_clerk_appoints_hands_over_deputises_and_relieves(ground: Any, clerk: Client) -> None:
    first, second = newcomer(ground, "钱一"), newcomer(ground, "孙二")
    form = {"staff": "钱一", "role": "GRID_WORKER", "place": "康保镇 永兴社区 第一网格", "from_on": today()}
    assert clerk.post("/posts/appoint/", form)["Location"] == f"/staff/{first.pk}/"
    with in_tenant(KANGBAO):
        post = Post.objects.get(staff=first)
        assert post.path == ground.grid.path
    page = clerk.get(f"/staff/{first.pk}/").content.decode()
    assert "康保镇 › 永兴社区 › 第一网格" in page

    given = {"staff": user_of(second).username, "from_on": today(), "reason": "外出学习"}
    assert clerk.post(f"/posts/{post.pk}/deputy/", given).status_code == 302
    with in_tenant(KANGBAO):
        deputy = Deputy.objects.get(post=post)
    assert clerk.post(f"/deputies/{deputy.pk}/end/").status_code == 302

    handed = {"posts": [str(post.pk)], "successor": "孙二", "on": today() + DAY}
    assert clerk.post(f"/staff/{first.pk}/hand-over/", handed)["Location"] == f"/staff/{second.pk}/"
    with in_tenant(KANGBAO):
        taken = Post.objects.get(staff=second)
    assert clerk.post(f"/posts/{taken.pk}/relieve/", {"to_on": today() + 3 * DAY}).status_code == 302


def test_what_is_wrong_stands_beside_its_field(ground: Any, clerk: Client) -> None:
    form = {"staff": "没有此人", "role": "GRID_WORKER", "place": "张纪村", "from_on": "昨天"}
    answer = clerk.post("/posts/appoint/", form)
    body = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("没有找到“没有此人”", "辖区内没有名为“张纪村”的区域", "日期格式应为"):
        assert sentence in body
    assert 'value="没有此人"' in body, "nothing typed is lost"


def test_a_new_person_is_entered_and_gets_a_slip(ground: Any, clerk: Client) -> None:
    newcomer(ground, "旧人")
    form = {"name": "李新", "unit": "康保镇综治中心", "from_on": today(), "personal_phone": "12900000001"}
    where = clerk.post("/staff/add/", form)["Location"]
    page = clerk.get(where).content.decode()
    assert "129****0001" in page
    assert "12900000001" not in page
    assert "打印启用凭单" in page
    slip = clerk.post(f"{where}slip/")
    assert slip.status_code == 200
    assert "no-store" in slip["Cache-Control"]


def test_a_head_prints_slips_from_their_own_page(counties: None) -> None:
    with in_tenant(KANGBAO):
        office = unit("县民政局")
        head = holder("DEPARTMENT_HANDLER", None, "钱局长", office)
        member, outsider = person("孙科员"), person("外人")
        for staff in (head, member):
            Membership.objects.create(
                staff=staff, unit=office, is_head=staff is head, from_on=dt.date(2025, 1, 1)
            )
    slip, own, far = (f"/staff/{staff.pk}/slip/" for staff in (member, head, outsider))
    body = (browser := browser_of(head)).get("/me/").content.decode()
    assert "本单位人员" in body
    assert "待启用" in body
    assert slip in body
    assert own not in body
    assert "不能为自己签发凭单" in body
    assert browser.post(slip).status_code == 200
    with in_tenant(KANGBAO):
        assert Slip.objects.get().staff_id == member.pk
    assert browser.post(own).status_code == 403
    assert browser.post(far).status_code == 404

    colleague = browser_of(member)
    assert "本单位人员" not in colleague.get("/me/").content.decode()
    assert colleague.post(own).status_code == 404
    stranger = browser_of(neighbour())
    assert stranger.post(slip).status_code == 404
    assert "孙科员" not in stranger.get("/me/").content.decode()


def test_a_big_unit_costs_its_head_no_more(counties: None) -> None:
    with in_tenant(KANGBAO):
        office = unit("县民政局")
        head = holder("DEPARTMENT_HANDLER", None, "钱局长", office)
        Membership.objects.create(staff=head, unit=office, is_head=True, from_on=dt.date(2025, 1, 1))
    browser = browser_of(head)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/me/").status_code == 200
        return len(asked.captured_queries)

    cost()
    alone = cost()
    with in_tenant(KANGBAO):
        for number in range(20):
            Membership.objects.create(staff=person(f"科员{number}"), unit=office, from_on=dt.date(2025, 1, 1))
    assert cost() == alone


def test_a_phone_is_seen_for_a_reason_and_the_look_stays(ground: Any, clerk: Client) -> None:
    staff = newcomer(ground, "李新")
    with in_tenant(KANGBAO):
        staff.personal_phone = "12900000001"
        staff.save()
        far = browser_of(holder("TOWNSHIP_CLERK", ground.other_town.path, "远镇人"))
        worker = browser_of(holder("GRID_WORKER", ground.town.path, "周网格"))
    where = f"/staff/{staff.pk}/"
    assert "还没有人完整查看过" in clerk.get(where).content.decode()

    for reason in ("", "   "):
        refused = clerk.post(f"{where}phone/", {"reason": reason})
        assert refused.status_code == 422
        assert "请填写查看理由" in refused.content.decode()
        assert "12900000001" not in refused.content.decode()
    assert far.post(f"{where}phone/", {"reason": "好奇"}).status_code == 404
    assert browser_of(neighbour()).post(f"{where}phone/", {"reason": "好奇"}).status_code == 404
    assert worker.post(f"{where}phone/", {"reason": "好奇"}).status_code == 403
    with in_tenant(KANGBAO):
        assert who_looked_at("accounts.staff", staff.pk) == []

    seen = clerk.post(f"{where}phone/", {"reason": "防汛紧急联络"})
    assert seen.status_code == 200
    assert "no-store" in seen["Cache-Control"]
    assert "12900000001" in seen.content.decode()
    with in_tenant(KANGBAO):
        (look,) = who_looked_at("accounts.staff", staff.pk)
    assert (look.actor_name, look.reason) == ("赵办事", "防汛紧急联络")
    assert "12900000001" not in str((look.before, look.after))
    again = clerk.get(where).content.decode()
    assert "12900000001" not in again
    assert "防汛紧急联络" in again
    assert "防汛紧急联络" in worker.get(where).content.decode()


def test_posts_are_filtered_by_name_initials_role_and_place(ground: Any, clerk: Client) -> None:
    with in_tenant(KANGBAO):
        holder("GRID_WORKER", ground.grid.path, "周网格")
        holder("VILLAGE_SECRETARY", ground.second_village.path, "吴书记")
        holder("GRID_WORKER", ground.far_grid.path, "远镇人")

    def found(query: str) -> set[str]:
        body = clerk.get(f"/posts/?{query}").content.decode()
        return {name for name in ("周网格", "吴书记", "远镇人") if f">{name}<" in body}

    assert found("") == {"周网格", "吴书记"}, "and nobody of another town"
    assert found("q=zwg") == {"周网格"}
    assert found("role=VILLAGE_SECRETARY") == {"吴书记"}
    assert found("place=永兴社区") == {"周网格"}
    assert found("on=2020-01-01") == set()


def test_a_list_costs_the_same_for_one_and_for_many(ground: Any, clerk: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get("/posts/").status_code == 200
        housekeeping = ("BEGIN", "SAVEPOINT", "RELEASE", "SET LOCAL")
        return sum(not query["sql"].startswith(housekeeping) for query in asked.captured_queries)

    def fill(first: int, last: int) -> None:
        with in_tenant(KANGBAO):
            for seat in range(first, last):
                post_of(person(f"志愿{seat}"), "VOLUNTEER", ground.grid.path, seat_number=seat)

    fill(1, 2)
    cost()
    one = cost()
    fill(2, 32)
    assert cost() == one <= 12


def test_the_neighbour_opens_none_of_it(ground: Any) -> None:
    staff = newcomer(ground, "钱一")
    browser = browser_of(neighbour())
    for address in (f"/staff/{staff.pk}/", f"/staff/{staff.pk}/change/", f"/staff/{staff.pk}/hand-over/"):
        assert browser.get(address).status_code == 404
    assert "钱一" not in browser.get("/staff/options/?staff=钱").content.decode()
    assert "永兴社区" not in browser.get("/posts/places/?place=永兴").content.decode()
