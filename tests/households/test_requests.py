"""A resident's request about their data is taken, promised by the county's rule, told of, and answered in words."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from core.audit.models import Record
from core.deadlines.actions.sweep import sweep
from core.deadlines.choices import State
from core.permissions.verdict import Conflict, Refused
from households.actions.answer_request import answer_request
from households.actions.take_request import take_request
from households.choices import RequestKind, RequestState
from households.models import DataRequest, DoorDeadline
from households.request_notices import who_answers_a_request
from tests.accounts.people import user_of
from tests.cast import KANGBAO
from tests.households.stage import Stage
from tests.households.test_register import wife_of
from tests.households.test_register_pages import browser, text

pytestmark = pytest.mark.django_db

DUE = dt.datetime(
    2026, 12, 11, 16, 0, tzinfo=dt.UTC
)  # the end of the fifteenth working day after Friday 2026-11-20


@pytest.fixture(autouse=True)
def _calendar(years: None) -> None:
    """Terms are counted in working days."""


def taken(stage: Stage, **more: Any) -> DataRequest:
    given: dict[str, Any] = {
        "door": stage.door(),
        "kind": RequestKind.DELETE,
        "text": "请删去我的电话",
        "asked_by": "李桂芝",
        "actor": stage.actors["grid_worker"],
        "at": stage.at,
    }
    return take_request(**given | more)


def told(stage: Stage, code: str) -> list[set[str]]:
    names = {user_of(staff).pk: who for who, staff in stage.staff.items()}
    records = Record.objects.filter(code=f"households.{code}").order_by("at", "id")
    return [{names[notice.recipient_id] for notice in who_answers_a_request(one)} for one in records]


def tick(when: dt.datetime) -> None:
    sweep(tenant=KANGBAO, model=DoorDeadline, now=when)


def test_it_is_promised_by_the_countys_rule_and_kept_by_an_answer(stage: Stage) -> None:
    asked = taken(stage)
    promise = DoorDeadline.objects.get(request=asked)
    assert promise.due_at == DUE
    done = answer_request(
        asked=asked, state=RequestState.DONE, answer="已删去。", actor=stage.actors["clerk"], at=stage.at
    )
    promise.refresh_from_db()
    assert (done.state, promise.state, promise.outcome) == (RequestState.DONE, State.MET, "ON_TIME")
    with pytest.raises(Conflict, match="已答复"):
        answer_request(
            asked=asked, state=RequestState.DONE, answer="又答", actor=stage.actors["clerk"], at=stage.at
        )
    assert told(stage, "request_taken") == [{"village_secretary", "clerk"}]
    assert "李桂芝" not in str(list(Record.objects.values_list("after", "subject_label")))


def test_it_is_warned_of_told_when_missed_and_each_week_until_it_is_answered(stage: Stage) -> None:
    asked = taken(stage)
    for when in (
        DUE - dt.timedelta(days=3),
        DUE + dt.timedelta(minutes=1),
        DUE + dt.timedelta(minutes=2),
        DUE + dt.timedelta(days=7, minutes=2),
    ):
        tick(when)
    codes = list(
        Record.objects.filter(code__startswith="households.request_")
        .order_by("at", "id")
        .values_list("code", flat=True)
    )
    assert [code.removeprefix("households.request_") for code in codes] == [
        "taken",
        "near",
        "overdue",
        "still_owed",
    ]
    assert told(stage, "request_overdue") == [{"village_secretary", "clerk", "centre"}]
    answer_request(
        asked=asked,
        state=RequestState.REFUSED,
        answer="法律规定的保存期限未满。",
        actor=stage.actors["clerk"],
        at=DUE + dt.timedelta(days=9),
    )
    promise = DoorDeadline.objects.get()
    assert (promise.state, promise.outcome) == (State.MET, "LATE")


def test_bad_requests_and_answers_are_refused(stage: Stage) -> None:
    door, other = stage.door(), stage.door("张有才")
    for wrong in (
        {"text": "  "},
        {"asked_by": ""},
        {"kind": "SELL"},
        {"asked_at": stage.at + dt.timedelta(hours=1)},
        {"member": wife_of(other)},
        {"actor": stage.actors["far_clerk"]},
        {"actor": stage.actors["political"]},
    ):
        with pytest.raises(Refused):
            taken(stage, **{"door": door, **wrong})
    asked = taken(stage, door=door)
    for state, answer, who in (
        (RequestState.DONE, " ", "clerk"),
        (RequestState.OPEN, "好", "clerk"),
        (RequestState.DONE, "好", "grid_worker"),
        (RequestState.DONE, "好", "far_clerk"),
    ):
        with pytest.raises(Refused):
            answer_request(asked=asked, state=state, answer=answer, actor=stage.actors[who], at=stage.at)
    assert DataRequest.objects.get().state == RequestState.OPEN


def test_its_pages_take_it_list_it_and_answer_it(stage: Stage) -> None:
    door = stage.door()
    worker, secretary = browser(stage, "grid_worker"), browser(stage, "village_secretary")
    address = reverse("take_data_request", args=[door.pk])
    given = {"kind": "CORRECT", "asked_by": "李桂芝", "text": "姓名写错了", "member": str(wife_of(door).pk)}
    assert worker.post(address, given | {"text": ""}).status_code == 422
    assert worker.post(address, given).status_code == 302
    asked = DataRequest.objects.get()
    listed = text(worker.get(reverse("data_requests")))
    assert "更正补充" in listed
    assert "李桂芝" not in listed
    page = reverse("data_request", args=[asked.pk])
    assert "由村（社区）" in text(worker.get(page))
    assert worker.post(page, {"state": "DONE", "answer": "已改"}).status_code == 422
    assert secretary.post(page, {"state": "DONE", "answer": ""}).status_code == 422
    assert secretary.post(page, {"state": "DONE", "answer": "已更正"}).status_code == 302
    assert "已更正" in text(secretary.get(page))
    assert "没有待答复" in text(secretary.get(reverse("data_requests")))
    assert browser(stage, "far_clerk").get(page).status_code == 404
    assert browser(stage, "cadre").get(reverse("data_requests")).status_code == 403
