"""Three officers, two pairs of eyes, and slips that work once."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.actions.add_staff import UsernameTaken, add_staff
from accounts.actions.close_user import close_user
from accounts.actions.issue_slip import countersign_slip, issue_slip
from accounts.actions.propose_officer import propose_officer, settle_proposal
from accounts.models import Membership, Post, Slip, Staff
from accounts.selectors import posts_held
from core.audit.models import Record
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from tests.accounts.people import (
    GRID,
    KANGBAO,
    LONG_AGO,
    NOON,
    PASSWORD,
    TODAY,
    TOWN,
    VILLAGE,
    acting,
    actor,
    browser_of,
    give_password,
    holder,
    neighbour,
    person,
    unit,
    user_of,
)


def propose(
    by: Any, staff: Staff, role: str = "AUDITOR", kind: str = "APPOINT", post: Post | None = None
) -> Any:
    return propose_officer(
        kind=kind, staff=staff, role=role, on=TODAY, reason="轮岗", post=post, actor=by, at=NOON
    )


def settle(by: Any, proposal: Any, confirmed: bool = True) -> Any:
    return settle_proposal(proposal=proposal, confirmed=confirmed, today=TODAY, actor=by, at=NOON)


def test_an_officer_is_proposed_by_one_and_confirmed_by_another(county: int) -> None:
    administrator, security = actor("SYSTEM_ADMINISTRATOR"), actor("SECURITY_OFFICER")
    staff = person("李审计")
    proposal = propose(administrator, staff)
    assert not posts_held(staff, on=TODAY).exists(), "nothing yet"
    with pytest.raises(Refused, match="提议人"):
        settle(administrator, proposal)
    settle(security, proposal)
    assert posts_held(staff, on=TODAY).get().role == "AUDITOR"
    with pytest.raises(Refused, match="已办结"):
        settle(security, proposal)
    codes = Record.objects.values_list("code", flat=True)
    assert {"accounts.officer_proposed", "accounts.officer_confirmed"} <= set(codes)


def test_two_administrators_are_not_enough(county: int) -> None:
    proposal = propose(actor("SYSTEM_ADMINISTRATOR"), person())
    Post.objects.filter(role="SYSTEM_ADMINISTRATOR").update(to_on=None)
    second = person("副管理员")
    Post.objects.create(
        staff=second, role="SYSTEM_ADMINISTRATOR", path="130723", seat_number=2, from_on=LONG_AGO
    )
    with pytest.raises(Refused, match="安全管理员"):
        settle(acting(second), proposal)


def test_nobody_confirms_their_own_appointment(county: int) -> None:
    security = holder("SECURITY_OFFICER")
    proposal = propose(
        actor("SYSTEM_ADMINISTRATOR"),
        security,
        "SECURITY_OFFICER",
        "RELIEVE",
        Post.objects.get(staff=security),
    )
    with pytest.raises(Refused, match="本人"):
        settle(acting(security), proposal)


def test_what_is_turned_down_changes_nothing(county: int) -> None:
    staff = person()
    settle(actor("SECURITY_OFFICER"), propose(actor("SYSTEM_ADMINISTRATOR"), staff), confirmed=False)
    assert not Post.objects.filter(staff=staff).exists()


def test_officers_hold_nothing_else(county: int) -> None:
    with pytest.raises(Refused, match="专人"):
        propose(actor("SYSTEM_ADMINISTRATOR"), holder("TOWNSHIP_CLERK", TOWN))
    auditor = holder("AUDITOR")
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(staff=auditor, role="SECURITY_OFFICER", path="130723", from_on=TODAY)


def test_an_auditor_reads_records_and_touches_nobody(county: int) -> None:
    auditor = actor("AUDITOR")
    assert auditor.has("audit.search")
    assert not any(auditor.has(f"accounts.{verb}") for verb in ("view", "appoint", "add_staff", "issue_slip"))


def enter(by: Any, name: str = "李新", **more: Any) -> Staff:
    home = more.pop("unit", None) or unit("康保镇综治中心", TOWN, "CENTRE")
    return add_staff(name=name, actor=by, unit=home, from_on=TODAY, at=NOON, **more)


def test_a_new_person_gets_an_account_that_waits(county: int) -> None:
    staff = enter(actor("TOWNSHIP_CLERK", TOWN), personal_phone="12900000001")
    assert staff.initials == "lx"
    assert not user_of(staff).has_usable_password()
    assert Membership.objects.get(staff=staff).unit.name == "康保镇综治中心"
    record = Record.objects.get(code="accounts.staff_added")
    assert "12900000001" not in str(record.after), "the phone is kept as ciphertext"
    staff.refresh_from_db()
    assert str(staff.personal_phone) == "129****0001"


def test_names_are_made_apart_and_a_taken_one_is_refused(county: int) -> None:
    by, home = actor("SYSTEM_ADMINISTRATOR"), unit()
    first = enter(by, "王小明", unit=home)
    second = enter(by, "王小明", unit=home)
    assert user_of(first).username != user_of(second).username
    with pytest.raises(UsernameTaken, match="已被使用"):
        enter(by, "别人", unit=home, username=user_of(first).username)


def test_a_clerk_enters_nobody_elsewhere(county: int) -> None:
    with pytest.raises(Refused, match="本辖区"):
        enter(actor("TOWNSHIP_CLERK", "130723002"))


def test_a_slip_sets_a_password_once(client: Client, counties: None) -> None:
    with in_tenant(KANGBAO):
        staff = holder("GRID_WORKER", GRID)
        _slip, code = issue_slip(staff=staff, today=TODAY, actor=actor("TOWNSHIP_CLERK", TOWN), at=_now())
        assert code.replace("-", "") not in str(Slip.objects.values_list("digest", flat=True))
    given = {
        "username": user_of(staff).username,
        "code": code.lower().replace("-", " "),
        "new": "123",
        "again": "123",
    }
    assert "至少8位" in client.post("/activate/", given).content.decode()
    given |= {"new": PASSWORD, "again": PASSWORD}
    assert client.post("/activate/", given)["Location"] == "/sign-in/"
    assert user_of(staff).check_password(PASSWORD)
    assert "凭单已失效" in client.post("/activate/", given).content.decode()


def test_guessing_slips_locks_and_a_stranger_learns_nothing(client: Client, counties: None) -> None:
    with in_tenant(KANGBAO):
        staff = holder("GRID_WORKER", GRID)
    answers = set()
    for username in (user_of(staff).username, "nobody.here"):
        given = {"username": username, "code": "AAAA-BBBB-CCCC", "new": PASSWORD, "again": PASSWORD}
        body = client.post("/activate/", given).content.decode()
        answers.add("账号与代码不符，或凭单已失效" in body)
        for _try in range(5):
            body = client.post("/activate/", given).content.decode()
        answers.add("已暂时锁定" in body)
    assert answers == {True}


def test_a_new_slip_voids_the_old_one_and_slips_grow_old(client: Client, counties: None) -> None:
    with in_tenant(KANGBAO):
        staff, clerk = holder("GRID_WORKER", GRID), actor("TOWNSHIP_CLERK", TOWN)
        _old, first = issue_slip(staff=staff, today=TODAY, actor=clerk, at=_now())
        _new, second = issue_slip(staff=staff, today=TODAY, actor=clerk, at=_now())
    given = {"username": user_of(staff).username, "new": PASSWORD, "again": PASSWORD}
    assert client.post("/activate/", given | {"code": first}).status_code == 422
    with time_machine.travel(_now() + dt.timedelta(days=8), tick=False):
        assert client.post("/activate/", given | {"code": second}).status_code == 422
    assert client.post("/activate/", given | {"code": second}).status_code == 302


def test_an_officers_slip_waits_for_a_second_person(client: Client, counties: None) -> None:
    with in_tenant(KANGBAO):
        auditor, administrator = holder("AUDITOR"), actor("SYSTEM_ADMINISTRATOR")
        with pytest.raises(Refused):
            issue_slip(staff=auditor, today=TODAY, actor=actor("COUNTY_CENTRE"), at=_now())
        slip, code = issue_slip(staff=auditor, today=TODAY, actor=administrator, at=_now())
        with pytest.raises(Refused, match="另一名"):
            countersign_slip(slip=slip, actor=administrator, at=_now())
    given = {"username": user_of(auditor).username, "code": code, "new": PASSWORD, "again": PASSWORD}
    assert client.post("/activate/", given).status_code == 422
    with in_tenant(KANGBAO):
        countersign_slip(slip=slip, actor=actor("SECURITY_OFFICER"), at=_now())
    assert client.post("/activate/", given).status_code == 302


def test_a_clerk_does_not_reset_who_stands_beyond_their_town(county: int) -> None:
    staff = holder("GRID_WORKER", GRID)
    Post.objects.create(staff=staff, role="COUNTY_CENTRE", path="130723", from_on=LONG_AGO)
    with pytest.raises(Refused, match="所属综治中心"):
        issue_slip(staff=staff, today=TODAY, actor=actor("TOWNSHIP_CLERK", TOWN), at=NOON)


def test_the_head_of_a_unit_prints_for_its_members_only(county: int) -> None:
    office = unit()
    head, member, other = holder("DEPARTMENT_HANDLER", None, unit=office), person("科员"), person("外人")
    Membership.objects.create(staff=head, unit=office, is_head=True, from_on=LONG_AGO)
    Membership.objects.create(staff=member, unit=office, from_on=LONG_AGO)
    assert issue_slip(staff=member, today=TODAY, actor=acting(head), at=NOON)[1]
    with pytest.raises(Refused):
        issue_slip(staff=other, today=TODAY, actor=acting(head), at=NOON)


def test_closing_ends_posts_sessions_and_slips_at_once(counties: None) -> None:
    with in_tenant(KANGBAO):
        staff = give_password(holder("GRID_WORKER", GRID))
        browser = browser_of(staff)
        administrator = actor("SYSTEM_ADMINISTRATOR")
    assert browser.get("/me/").status_code == 200
    with in_tenant(KANGBAO):
        close_user(staff=staff, left_on=TODAY, reason="调离", actor=administrator, at=_now())
        assert not Post.objects.filter(staff=staff, to_on=None).exists()
        with pytest.raises(Refused, match="已停用"):
            close_user(staff=staff, left_on=TODAY, reason="调离", actor=administrator, at=_now())
    assert browser.get("/me/").status_code == 302
    assert not user_of(staff).is_active


def test_no_password_comes_back_and_none_holds_the_name(counties: None) -> None:
    with in_tenant(KANGBAO):
        staff = give_password(holder("GRID_WORKER", GRID, "王秀英"))
    browser = browser_of(staff)
    for new, why in [(PASSWORD, "最近"), ("Wangxy-2026", "姓名"), ("abcdefgh1", "三类"), ("Aa1-", "至少8位")]:
        body = browser.post("/me/password/", {"old": PASSWORD, "new": new, "again": new}).content.decode()
        assert why in body, new


def test_the_neighbour_finds_nobody_and_settles_nothing(counties: None) -> None:
    them = neighbour("SYSTEM_ADMINISTRATOR")
    with in_tenant(KANGBAO):
        staff = holder("GRID_WORKER", VILLAGE + "001")
        proposal = propose(actor("SYSTEM_ADMINISTRATOR"), person())
    browser = browser_of(them)
    assert browser.get(f"/staff/{staff.pk}/").status_code == 404
    assert browser.post(f"/staff/{staff.pk}/slip/").status_code == 404
    assert browser.post(f"/officers/proposals/{proposal.pk}/settle/", {"answer": "yes"}).status_code == 404
    assert staff.name not in browser.get("/posts/").content.decode()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
