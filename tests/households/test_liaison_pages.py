"""The pages of pairing through the front door: who sees what, what is written, what comes back."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.tenancy.context import in_tenant
from core.workcalendar.choices import Unit as TermUnit
from households.actions.pair_doors import pair_doors
from households.actions.set_quota import set_quota
from households.models import Door, GridLead, Handover, Liaison, LiaisonRule, UnitQuota
from households.selectors import uncovered
from households.views import cards
from tests.accounts.people import browser_of, neighbour, user_of
from tests.cast import KANGBAO
from tests.households.stage import Stage

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def stage(counties: None) -> Stage:
    """The stage today; the county is opened by each request, and by `inside`."""
    with in_tenant(KANGBAO):
        return Stage(at=timezone.now())


def inside() -> Any:
    return in_tenant(KANGBAO)


def browser(stage: Stage, who: str) -> Client:
    with inside():
        return browser_of(stage.staff[who])


def street(stage: Stage, count: int = 3) -> list[Door]:
    with inside():
        return [stage.door(f"王{n}顺", address=f"永兴{n}号", walk_order=n) for n in range(1, count + 1)]


def paired(stage: Stage, doors: list[Door], who: str = "cadre") -> None:
    with inside():
        pair_doors(
            pairs={door.pk: stage.staff[who].pk for door in doors},
            from_on=timezone.localdate() - DAY,
            actor=stage.system,
            at=stage.at,
        )


def account(stage: Stage, who: str) -> str:
    with inside():
        return user_of(stage.staff[who]).username


def left() -> int:
    with inside():
        return uncovered(on=timezone.localdate()).count()


def test_ticked_doors_are_given_to_a_cadre_and_leave_the_list(stage: Stage) -> None:
    doors, clerk = street(stage), browser(stage, "clerk")
    shown = clerk.get(reverse("uncovered")).content.decode()
    assert "王1顺" in shown
    assert "3 户" in shown
    sent = {"door": [str(door.pk) for door in doors[:2]], "staff": account(stage, "cadre")}
    sent |= {"from_on": timezone.localdate().isoformat()}
    answer = clerk.post(reverse("pair_uncovered"), sent)
    assert (answer.status_code, left()) == (302, 1)
    again = clerk.post(reverse("pair_uncovered"), sent | {"staff": account(stage, "colleague")})
    assert (again.status_code, left()) == (422, 1)
    assert "刚刚已由他人安排给" in again.content.decode()


@pytest.mark.parametrize(
    "change",
    [{"door": []}, {"door": ["x"]}, {"staff": "没有的人"}, {"from_on": "2026-02-30"}, {"staff": ""}],
)
def test_what_makes_no_sense_is_told_and_pairs_nothing(stage: Stage, change: dict[str, Any]) -> None:
    doors = street(stage, 1)
    sent = {"door": [str(doors[0].pk)], "staff": account(stage, "cadre"), "from_on": "2026-11-25"}
    answer = browser(stage, "clerk").post(reverse("pair_uncovered"), sent | change)
    assert (answer.status_code, left()) == (422, 1)


def test_the_list_is_filtered_by_its_address(stage: Stage) -> None:
    street(stage)
    clerk = browser(stage, "clerk")
    assert "王2顺" not in clerk.get(reverse("uncovered"), {"q": "王1顺"}).content.decode()
    assert "没有符合条件" in clerk.get(reverse("uncovered"), {"kind": "ENTITY"}).content.decode()
    assert "没有名为" in clerk.get(reverse("uncovered"), {"area": "没有的村"}).content.decode()


def test_another_township_and_another_county_see_and_change_nothing(stage: Stage) -> None:
    doors = street(stage, 1)
    paired(stage, street(stage, 1))
    for one in (browser(stage, "far_clerk"), browser_of(neighbour())):
        assert "王1顺" not in one.get(reverse("uncovered")).content.decode()
        assert one.get(reverse("change_pair", args=[doors[0].pk])).status_code == 404
        assert one.get(reverse("hand_over_pairs", args=[stage.staff["cadre"].pk])).status_code == 404
    assert browser(stage, "cadre").get(reverse("uncovered")).status_code == 403


def test_the_head_of_a_unit_chooses_and_prints_its_cadres_cards(stage: Stage) -> None:
    doors = street(stage, 3)
    paired(stage, doors[:2])
    paired(stage, doors[2:], "office_cadre")
    head = browser(stage, "head")
    page = head.get(reverse("cards")).content.decode()
    assert "本单位" in page
    assert "2 张，A4 纸 1 张" in page
    assert "本辖区" not in page
    assert "0 张" in head.get(reverse("cards"), {"whose": "mine"}).content.decode()
    printed = head.post(f"{reverse('cards_paper')}?whose=unit", {"part": "1"})
    assert printed["Content-Type"] == "application/pdf"
    grids = head.post(f"{reverse('grid_cards_paper')}?whose=ground")
    assert grids.status_code == 403
    assert "本单位" not in browser(stage, "cadre").get(reverse("cards")).content.decode()


def test_the_cards_of_a_whole_county_are_printed_place_by_place(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    paired(stage, street(stage, 3))
    monkeypatch.setattr(cards, "MOST_CARDS", 1)
    clerk = browser(stage, "clerk")
    assert clerk.get(reverse("cards")).content.decode().count('name="part"') == 3
    monkeypatch.setattr(cards, "MOST_PARTS", 2)
    page = clerk.get(reverse("cards")).content.decode()
    assert "先选乡镇、单位或包联干部" in page
    assert 'name="part"' not in page


def test_one_door_gets_another_cadre_and_back(stage: Stage) -> None:
    doors, clerk = street(stage, 1), browser(stage, "clerk")
    paired(stage, doors)
    address = reverse("change_pair", args=[doors[0].pk])
    with inside():
        seen = str(Liaison.objects.get().pk)
    sent = {"staff": account(stage, "colleague"), "seen": seen}
    sent |= {"from_on": (timezone.localdate() + DAY).isoformat()}
    assert clerk.post(address, sent).status_code == 302
    assert "撤销" in clerk.get(address).content.decode()
    assert clerk.post(address, sent | {"staff": account(stage, "head")}).status_code == 422
    assert clerk.post(reverse("take_back_pair", args=[doors[0].pk])).status_code == 302
    with inside():
        assert Liaison.objects.get().to_on is None


def test_a_grid_is_shared_out_as_the_preview_showed(stage: Stage) -> None:
    street(stage, 4)
    clerk = browser(stage, "clerk")
    asked = {"area": "永兴社区", "from_on": timezone.localdate().isoformat()}
    asked |= {"cadres": f"{account(stage, 'cadre')}、{account(stage, 'colleague')}"}
    shown = clerk.get(reverse("pair_by_grid"), asked)
    assert shown.status_code == 200
    plan = shown.context["plan"]
    assert len(plan.pairs) == 4
    stale = clerk.post(reverse("pair_by_grid"), asked | {"digest": "x"})
    assert (stale.status_code, left()) == (422, 4)
    assert "有了变化" in stale.content.decode()
    done = clerk.post(reverse("pair_by_grid"), asked | {"digest": plan.digest})
    assert (done.status_code, left()) == (302, 0)
    wrong = clerk.get(reverse("pair_by_grid"), asked | {"cadres": "没有的人"})
    assert wrong.status_code == 422


def test_doors_are_shared_out_by_quota(stage: Stage) -> None:
    street(stage, 4)
    centre = browser(stage, "centre")
    sent = {"unit": "康保民生办", "area": "康保镇", "doors": "3", "most_a_cadre": "5"}
    assert centre.post(reverse("set_quota"), sent | {"doors": "0"}).status_code == 422
    assert centre.post(reverse("set_quota"), sent).status_code == 302
    clerk, asked = browser(stage, "clerk"), {"area": "", "from_on": timezone.localdate().isoformat()}
    shown = clerk.get(reverse("pair_by_rule"), asked)
    plan = shown.context["plan"]
    assert (len(plan.pairs), len(plan.left)) == (3, 1)
    done = clerk.post(reverse("pair_by_rule"), asked | {"digest": plan.digest})
    assert (done.status_code, left()) == (302, 1)
    with inside():
        quota = UnitQuota.objects.get()
    assert clerk.post(reverse("remove_quota", args=[quota.pk])).status_code == 403
    assert centre.post(reverse("remove_quota", args=[quota.pk])).status_code == 302


def test_who_has_none_and_who_too_many_is_seen(stage: Stage) -> None:
    paired(stage, street(stage, 3))
    with inside():
        set_quota(
            unit=stage.bureau,
            path=stage.ground.town.path,
            doors=9,
            most_a_cadre=2,
            actor=stage.system,
            at=stage.at,
        )
    clerk = browser(stage, "clerk")
    assert "县司法局" in clerk.get(reverse("pairing")).content.decode()
    assert "永兴社区" in clerk.get(reverse("pairing"), {"by": "village"}).content.decode()
    many = clerk.get(reverse("pairing"), {"by": "cadre", "show": "many"}).context["page"]
    assert [one.name for one in many.object_list] == [stage.staff["cadre"].name]
    none = clerk.get(reverse("pairing"), {"by": "cadre", "show": "none"}).context["page"]
    assert stage.staff["colleague"].name in [one.name for one in none.object_list]
    own = browser(stage, "head").get(reverse("liaison_units")).context["page"]
    assert {one.unit_name for one in own.object_list} == {"康保县司法局"}


def test_a_hand_over_is_made_received_and_listed(stage: Stage) -> None:
    paired(stage, street(stage, 2))
    clerk, successor = browser(stage, "clerk"), browser(stage, "colleague")
    address = reverse("hand_over_pairs", args=[stage.staff["cadre"].pk])
    assert "第一网格" in clerk.get(address).content.decode()
    sent = {"to_staff": account(stage, "colleague"), "reason": "调离"}
    sent |= {"on": (timezone.localdate() + DAY).isoformat()}
    assert clerk.post(address, sent | {"reason": ""}).status_code == 422
    assert clerk.post(address, sent).status_code == 302
    with inside():
        handover = Handover.objects.get()
    assert "签收" in successor.get(reverse("handovers")).content.decode()
    successor.post(reverse("receive_handover", args=[handover.pk]))
    with inside():
        assert Handover.objects.get().received_at is not None
    clerk.post(reverse("take_back_handover", args=[handover.pk]))
    with inside():
        assert not Handover.objects.exists()
    assert (
        browser(stage, "office_cadre").post(reverse("receive_handover", args=[handover.pk])).status_code
        == 404
    )


def test_the_county_names_a_leader_for_a_grid_and_changes_its_rule(stage: Stage) -> None:
    centre, today = browser(stage, "centre"), timezone.localdate()
    sent = {"staff": account(stage, "head"), "area": "第一网格", "from_on": today.isoformat()}
    assert centre.post(reverse("lead_grid"), sent | {"area": "永兴社区"}).status_code == 422
    assert centre.post(reverse("lead_grid"), sent | {"area": "永兴社区 第一网格"}).status_code == 302
    with inside():
        lead = GridLead.objects.get()
    assert stage.staff["head"].name in centre.get(reverse("grid_leads")).content.decode()
    end = reverse("end_lead", args=[lead.pk])
    assert centre.post(end, {"to_on": today.isoformat()}).status_code == 422
    assert centre.post(end, {"to_on": (today + DAY).isoformat()}).status_code == 302
    rule: dict[str, Any] = {
        "part_days": 8,
        "first_days": 9,
        "second_days": 2,
        "burst_visits": 30,
        "burst_minutes": 10,
    }
    rule |= {"call_back_percent": 3, "demand_value": 10, "demand_unit": TermUnit.WORKING_DAYS}
    rule |= {"request_value": 15, "request_unit": TermUnit.WORKING_DAYS, "valid_from": today.isoformat()}
    change = reverse("change_liaison_rule")
    for wrong in ({"second_days": 9}, {"part_days": 16}, {"source": ""}, {"valid_from": "2020-01-01"}):
        assert centre.post(change, {**rule, "source": "康政法〔2026〕9号", **wrong}).status_code == 422
    assert centre.post(change, {**rule, "source": "康政法〔2026〕9号"}).status_code == 302
    with inside():
        assert LiaisonRule.objects.get(valid_to=None).part_days == 8
        assert LiaisonRule.objects.count() == 2
    assert "康政法〔2026〕9号" in centre.get(reverse("liaison_rule")).content.decode()
    assert browser(stage, "clerk").get(reverse("liaison_rule")).status_code == 403
