"""The pages of the per-case allowance."""

from typing import Any

import pytest
from django.urls import reverse

from core.tenancy.context import in_tenant
from disputes.choices import ClaimState
from disputes.claiming import claims_of
from disputes.models import AllowanceBatch, AllowanceRate
from tests.accounts.people import browser_of, neighbour
from tests.disputes.stage import Stage
from tests.disputes.test_allowance import approved, declared, settled


def test_a_clerk_declares_refuses_one_and_checks(stage: Stage) -> None:
    settled(stage)
    settled(stage)
    settled(stage, closed=False)
    clerk = browser_of(stage.staff["clerk"])
    assert clerk.get(reverse("declare_allowance")).status_code == 200
    answer = clerk.post(reverse("declare_allowance"), {"place": stage.ground.town.path, "quarter": "2026-3"})
    batch = AllowanceBatch.objects.get()
    assert answer["Location"] == reverse("allowance_batch", args=[batch.pk])
    page = clerk.get(answer["Location"]).content.decode()
    assert "尚未结案" in page
    assert "王长顺" not in page
    claim = claims_of(batch).exclude(is_accepted=False)[0]
    address = reverse("refuse_allowance", args=[batch.pk, claim.pk])
    assert clerk.post(address, {"reason": ""}).status_code == 422
    assert clerk.post(address, {"reason": "重复劳务"}).status_code == 302
    act = reverse("allowance_act", args=[batch.pk, "check"])
    assert clerk.get(act).status_code == 200
    assert clerk.post(act).status_code == 302
    batch.refresh_from_db()
    assert batch.state == ClaimState.CHECKED
    assert (
        "初审和审定须由不同的人办理"
        in clerk.get(reverse("allowance_batch", args=[batch.pk])).content.decode()
    )


def test_the_county_approves_publishes_and_is_told_to_wait_with_the_money(stage: Stage) -> None:
    settled(stage)
    batch = approved(stage)
    centre = browser_of(stage.staff["centre"])
    assert "以案定补" in centre.get("/").content.decode()
    publish = reverse("allowance_act", args=[batch.pk, "publish"])
    assert centre.post(publish, {"from_on": "2026-12-01", "to_on": "2026-12-01"}).status_code == 422
    assert centre.post(publish, {"from_on": "2026-12-01", "to_on": "2026-12-08"}).status_code == 302
    pay = reverse("allowance_act", args=[batch.pk, "pay"])
    answer = centre.post(pay, {"paid_on": "2026-12-08"})
    assert answer.status_code == 422
    assert "期满后方可发放" in answer.content.decode()
    assert centre.get(reverse("allowance_act", args=[batch.pk, "nothing"])).status_code == 404


def test_the_list_goes_out_as_paper_and_as_sheet(stage: Stage) -> None:
    settled(stage)
    batch = declared(stage)
    clerk = browser_of(stage.staff["clerk"])
    assert clerk.post(reverse("allowance_paper", args=[batch.pk]))["Location"] == reverse("documents")
    answer: Any = clerk.post(reverse("allowance_sheet", args=[batch.pk]))
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_rates_are_changed_by_the_county_and_seen_by_the_townships(stage: Stage) -> None:
    clerk, centre = browser_of(stage.staff["clerk"]), browser_of(stage.staff["centre"])
    assert "由县综治中心维护" in clerk.get(reverse("allowance_rates")).content.decode()
    assert clerk.get(reverse("change_allowance_rate")).status_code == 403
    sent = {"grade": "MAJOR", "amount": "400", "valid_from": "2026-12-01", "source": ""}
    assert centre.post(reverse("change_allowance_rate"), sent).status_code == 422
    assert (
        centre.post(reverse("change_allowance_rate"), sent | {"source": "康司〔2026〕9号"}).status_code == 302
    )
    assert AllowanceRate.objects.filter(grade="MAJOR").count() == 2


def test_a_mediator_sees_their_own_and_not_the_batch(stage: Stage) -> None:
    settled(stage)
    batch = declared(stage)
    mine = browser_of(stage.staff["village_mediator"])
    page = mine.get(reverse("my_allowances")).content.decode()
    assert "200.00" in page
    assert mine.get(reverse("allowance_batch", args=[batch.pk])).status_code == 403
    other = browser_of(stage.staff["village_secretary"])
    assert "200.00" not in other.get(reverse("my_allowances")).content.decode()


def test_the_township_next_door_finds_no_batch_of_ours(stage: Stage) -> None:
    settled(stage)
    batch = declared(stage)
    far = browser_of(stage.staff["far_clerk"])
    assert far.get(reverse("allowance_batch", args=[batch.pk])).status_code == 404
    assert far.post(reverse("allowance_act", args=[batch.pk, "check"])).status_code == 404
    claim = claims_of(batch).get()
    assert (
        far.post(reverse("refuse_allowance", args=[batch.pk, claim.pk]), {"reason": "x"}).status_code == 404
    )
    assert str(batch.pk) not in far.get(reverse("allowance_batches")).content.decode()


@pytest.mark.django_db
def test_the_neighbour_county_finds_no_batch_of_ours(counties: None) -> None:
    with in_tenant(130723):
        stage = Stage()
        settled(stage)
        batch = declared(stage)
    outsider = neighbour()
    with in_tenant(130722):
        client = browser_of(outsider)
    assert client.get(reverse("allowance_batch", args=[batch.pk])).status_code == 404
    assert str(batch.pk) not in client.get(reverse("allowance_batches")).content.decode()
