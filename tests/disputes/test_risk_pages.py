"""The pages of risk sweeps, from the group's phone to the county's rate; and what stays hidden."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.audit.models import Record
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.actions.confirm_risk import confirm_risk
from disputes.choices import Risk
from disputes.models import Case, RiskGrade, RiskSweep, ZeroReport
from disputes.risk_card import risk_of
from tests.accounts.people import browser_of, neighbour
from tests.disputes.stage import NOON, Stage
from tests.disputes.test_risk import END, confirmed, graded, opened

PLAN = "老人暂住女儿家"


def typed(risk: str = Risk.HIGH, **values: Any) -> dict[str, Any]:
    given = {
        "key": str(uuid7()),
        "risk": risk,
        "reason": "双方多次争吵",
        "helper": "",
        "safety_plan": "",
        "ends_on": END.isoformat(),
    }
    return given | values


def browser(stage: Stage, who: str) -> Client:
    return browser_of(stage.staff[who])


def test_a_centre_opens_a_sweep_and_its_ground_is_asked_for(stage: Stage) -> None:
    clerk = browser(stage, "clerk")
    address = reverse("open_risk_sweep")
    assert clerk.get(address).status_code == 200
    sent = {
        "key": str(uuid7()),
        "place": stage.ground.town.path,
        "ground": "",
        "opens_on": "2026-11-20",
        "ends_on": "2026-12-31",
    }
    answer = clerk.post(address, sent)
    assert answer.status_code == 422
    assert "2026-12-31" in answer.content.decode(), "what was typed is kept"
    answer = clerk.post(address, sent | {"ground": "人民调解法第二十五条"})
    assert answer["Location"] == reverse("risk_sweep", args=[RiskSweep.objects.get().pk])
    assert browser(stage, "mediator").get(address).status_code == 403


def test_a_grid_worker_grades_what_lies_on_their_ground_without_seeing_its_file(stage: Stage) -> None:
    sweep = opened(stage)
    case = stage.mediating()
    Case.objects.filter(pk=case.pk).update(registered_by=stage.staff["clerk"])
    worker = browser(stage, "grid_worker")
    assert worker.get(reverse("case", args=[case.pk])).status_code == 404
    listed = worker.get(reverse("risk_cases", args=[sweep.pk])).content.decode()
    assert "宅基地边界" in listed
    assert "王长顺" not in listed
    address = reverse("grade_risk", args=[case.pk])
    assert worker.get(address).status_code == 200
    answer = worker.post(address, typed())
    assert answer.status_code == 422
    assert "高风险须写明对可能受害人的安全方案" in answer.content.decode()
    helper = str(stage.staff["village_mediator"].pk)
    answer = worker.post(address, typed(helper=helper, safety_plan=PLAN, reason="多次上访"))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"reason"}, "beside its field"
    answer = worker.post(address, typed(helper=helper, safety_plan=PLAN))
    assert answer["Location"] == reverse("case_risk", args=[case.pk])
    assert RiskGrade.objects.get().graded_by == stage.staff["grid_worker"]


def test_the_village_confirms_what_it_ticks_and_the_case_page_shows_it(stage: Stage) -> None:
    sweep, case = opened(stage), stage.mediating()
    grade = graded(stage, case)
    village = browser(stage, "village_mediator")
    page = village.get(reverse("risk_cases", args=[sweep.pk]) + "?show=confirm").content.decode()
    assert str(grade.pk) in page
    village.post(reverse("confirm_risks", args=[sweep.pk]), {"grade": [str(grade.pk)]})
    grade.refresh_from_db()
    assert grade.village_by == stage.staff["village_mediator"]
    answer = village.post(reverse("confirm_risks", args=[sweep.pk]), {"grade": [str(grade.pk)]})
    assert answer.status_code == 422
    assert "请选择1至200件" in answer.content.decode()
    shown = village.get(reverse("case", args=[case.pk])).content.decode()
    assert "激化风险" in shown
    assert PLAN in shown


def test_a_grade_of_the_village_is_shown_as_the_villages(stage: Stage) -> None:
    opened(stage)
    case, own = stage.mediating(), stage.staff["village_mediator"].name

    def rungs() -> list[tuple[str, str, bool]]:
        card = risk_of(case, stage.actors["clerk"], on=END)
        return [(str(label), who, is_done) for label, who, is_done in card.rungs]

    grade = graded(stage, case, by="village_mediator")
    assert rungs() == [("村级", own, True), ("乡镇级", "", False)]
    confirm_risk(grades=[grade], actor=stage.actors["clerk"], at=NOON)
    assert rungs() == [("村级", own, True), ("乡镇级", stage.staff["clerk"].name, True)]
    confirmed(stage, graded(stage, case))
    assert rungs() == [
        ("小组", stage.staff["grid_worker"].name, True),
        ("村级", own, True),
        ("乡镇级", stage.staff["clerk"].name, True),
    ]
    RiskGrade.objects.filter(ended_at=None).update(path=stage.ground.town.path, village_by=None)
    assert rungs()[:2] == [("小组", stage.staff["grid_worker"].name, True), ("村级", "", True)], "no village"


def test_every_act_on_a_grade_has_its_form(stage: Stage) -> None:
    opened(stage)
    case = stage.mediating()
    grade = graded(stage, case)
    worker, clerk = browser(stage, "grid_worker"), browser(stage, "clerk")

    def at(slug: str) -> str:
        return reverse("risk_act", args=[case.pk, grade.pk, slug])

    assert worker.get(at("confirm")).status_code == 200
    assert (
        "由村级确认" in worker.get(at("confirm")).content.decode()
        or "不同的人" in worker.get(at("confirm")).content.decode()
    )
    assert worker.post(at("contest"), {"party": "", "contest": "偏高"}).status_code == 302
    assert clerk.get(at("answer")).status_code == 200
    assert clerk.post(at("answer"), {"is_upheld": "0", "answer": ""}).status_code == 422
    assert clerk.post(at("answer"), {"is_upheld": "0", "answer": "有录音"}).status_code == 302
    answer = clerk.post(at("end"), {"note": "已签协议"})
    assert answer.status_code == 302
    assert clerk.get(at("nothing")).status_code == 404
    history = clerk.get(reverse("case_risk", args=[case.pk])).content.decode()
    assert "风险解除" in history
    assert "有录音" in history


def test_a_safety_plan_is_not_for_leaders_nor_for_the_list(stage: Stage) -> None:
    sweep = opened(stage)
    confirmed(stage, graded(stage, stage.mediating()))
    leader = browser(stage, "leader")
    for address in (reverse("risk_sweeps"), reverse("risk_sweep", args=[sweep.pk])):
        text = leader.get(address).content.decode()
        assert "100.0%" in text
        assert PLAN not in text
    assert leader.get(reverse("risk_cases", args=[sweep.pk])).status_code == 403
    listed = browser(stage, "clerk").get(reverse("risk_cases", args=[sweep.pk]) + "?show=all")
    assert PLAN not in listed.content.decode()


def test_a_zero_report_is_a_button_of_the_village_alone(stage: Stage) -> None:
    sweep = opened(stage)
    village = browser(stage, "village_secretary")
    page = village.get(reverse("risk_sweep", args=[sweep.pk])).content.decode()
    assert "报送零报告" in page
    village.post(reverse("report_zero_risk", args=[sweep.pk]), {"area": str(stage.ground.village.pk)})
    assert ZeroReport.objects.get().path == stage.ground.village.path
    assert (
        "报送零报告"
        not in browser(stage, "clerk")
        .get(reverse("risk_sweep", args=[sweep.pk]))
        .content.decode()
        .split("口径")[0]
        .split("完成：")[0]
    )


def test_the_county_sees_townships_first_and_opens_their_villages(stage: Stage) -> None:
    sweep = opened(stage)
    graded(stage, stage.mediating())
    centre = browser(stage, "centre")
    address = reverse("risk_sweep", args=[sweep.pk])
    text = centre.get(address).content.decode()
    assert "康保镇" in text
    assert "永兴社区" not in text
    text = centre.get(address, {"area": str(stage.ground.town.pk)}).content.decode()
    assert "永兴社区" in text
    assert "张纪村" not in text


def test_closing_asks_why_where_villages_are_not_done(stage: Stage) -> None:
    sweep = opened(stage, path=stage.ground.town.path, actor=stage.actors["clerk"])
    clerk = browser(stage, "clerk")
    address = reverse("close_risk_sweep", args=[sweep.pk])
    answer = clerk.post(address, {"note": ""})
    assert answer.status_code == 422
    assert "还有2个村没有完成" in answer.content.decode()
    assert clerk.post(address, {"note": "汛期停办"}).status_code == 302
    assert "汛期停办" in clerk.get(reverse("risk_sweep", args=[sweep.pk])).content.decode()


@pytest.mark.parametrize("who", ["far_clerk", "far_mediator"])
def test_the_township_next_door_finds_no_dispute_of_ours(stage: Stage, who: str) -> None:
    sweep, case = opened(stage), stage.mediating()
    grade = graded(stage, case)
    far = browser(stage, who)
    for address in (
        reverse("case_risk", args=[case.pk]),
        reverse("grade_risk", args=[case.pk]),
        reverse("risk_act", args=[case.pk, grade.pk, "confirm"]),
    ):
        assert far.get(address).status_code == 404
    listed = far.get(reverse("risk_cases", args=[sweep.pk]) + "?show=all").content.decode()
    assert "宅基地边界" not in listed
    far.post(reverse("confirm_risks", args=[sweep.pk]), {"grade": [str(grade.pk)]})
    grade.refresh_from_db()
    assert grade.village_at is None


@pytest.mark.django_db
def test_the_neighbour_county_finds_no_sweep_of_ours(counties: None) -> None:
    with in_tenant(130723):
        stage = Stage()
        sweep = opened(stage)
        grade = graded(stage, stage.mediating())
        case_pk = grade.case_id
    outsider = neighbour()
    with in_tenant(130722):
        client = browser_of(outsider)
    assert client.get(reverse("risk_sweep", args=[sweep.pk])).status_code == 404
    assert client.get(reverse("case_risk", args=[case_pk])).status_code == 404
    assert client.get(reverse("risk_sweeps")).status_code == 200


def test_what_waits_for_whom_stands_on_the_desk(stage: Stage) -> None:
    opened(stage)
    case = stage.mediating()
    assert "待评定风险 1件" in browser(stage, "grid_worker").get("/").content.decode()
    assert "待评定风险" not in browser(stage, "far_mediator").get("/").content.decode()
    graded(stage, case)
    assert "待评定风险" not in browser(stage, "grid_worker").get("/").content.decode()
    assert "待确认风险 1件" in browser(stage, "village_mediator").get("/").content.decode()
    assert "待确认风险" not in browser(stage, "clerk").get("/").content.decode()


def test_grading_is_on_record_under_its_post(stage: Stage) -> None:
    opened(stage)
    graded(stage, stage.mediating())
    found = Record.objects.get(code="disputes.risk_graded")
    assert (found.post_title, found.after["risk"]) == ("网格员", "高")
