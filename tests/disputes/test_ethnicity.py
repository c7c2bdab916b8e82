"""民族: asked for by the official forms alone, so it may stay empty, and stands on them and where it is put right."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from accounts.choices import Role
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from core.workcalendar.rules import day_of
from disputes import seed
from disputes.actions.correct_party import correct_party
from disputes.actions.hand_up_case import hand_up_case
from disputes.choices import PartyKind, Side, Source
from disputes.entering import PartyEntry, read_party
from disputes.file_contents import FileContents
from disputes.forms.register import PartyForm
from disputes.imports import BACKLOG, INTAKE, import_intake
from disputes.models import Case, Party, Step
from disputes.printouts import paper_of
from tests.accounts.people import KANGBAO, browser_of, holder
from tests.disputes.scene import Scene
from tests.disputes.stage import NOON, Stage
from tests.disputes.test_api import CASES, Desk, desk, new_case
from tests.disputes.test_imports import row
from tests.disputes.test_register import browser, form
from tests.disputes.test_register import scene as counter

__all__ = ["counter", "desk"]
LHOBA, MONGOL = "55", "02"


def test_the_names_are_those_of_the_national_standard() -> None:
    names = seed.ethnicity_names()
    assert list(names) == [f"{n:02d}" for n in range(1, 57)] + ["97", "98"]
    assert (names["01"], names[MONGOL], names[LHOBA], names["56"]) == ("汉族", "蒙古族", "珞巴族", "基诺族")
    assert len(set(names.values())) == 58


def test_only_people_have_one_and_only_one_of_the_list() -> None:
    entry = PartyEntry(side=Side.APPLICANT, name="巴特尔", ethnicity=MONGOL)
    assert read_party(entry, on=day_of(NOON)).entry.ethnicity == MONGOL
    assert read_party(replace(entry, ethnicity=""), on=day_of(NOON)).faults == {}
    assert set(read_party(replace(entry, ethnicity="57"), on=day_of(NOON)).faults) == {"ethnicity"}
    firm = replace(entry, kind=PartyKind.ORGANISATION)
    assert read_party(firm, on=day_of(NOON)).entry.ethnicity == ""


def test_the_counter_asks_for_it_where_nobody_has_to_pass(counter: Stage) -> None:
    assert "ethnicity" not in PartyForm.ALWAYS
    browser(counter).post(reverse("case_register"), form(**{"party-0-ethnicity": MONGOL}))
    with in_tenant(KANGBAO):
        said = dict(Party.objects.values_list("name", "ethnicity"))
    assert said == {"王长顺": MONGOL, "李桂芝": ""}
    wrong = browser(counter).post(reverse("case_register"), form(**{"party-0-ethnicity": "蒙古"}))
    assert wrong.status_code == 422
    assert "请从列表中选择" in wrong.content.decode()


def test_it_is_put_right_and_the_timeline_names_the_field_alone(scene: Scene) -> None:
    case = scene.make("accepted")
    with in_tenant(KANGBAO):
        party = Party.objects.get(case=case, name="王长顺")
    address = f"/disputes/{case.pk}/parties/{party.pk}/"
    sent = {"name": "王长顺", "sex": "1", "ethnicity": LHOBA, "reason": "核对身份证"}
    hidden = {"key": str(uuid7()), "seen": str(scene.again(case).revision)}
    assert scene.browser("village_mediator").post(address, sent | hidden).status_code == 302
    with in_tenant(KANGBAO):
        party.refresh_from_db()
        facts = Step.objects.filter(case=case).latest("number").facts
    assert party.ethnicity == LHOBA
    assert facts["fields"] == ["民族"]
    assert not facts["before"]
    assert not facts["after"]
    assert (
        '<option value="55" selected>珞巴族'
        in scene.browser("village_mediator").get(address).content.decode()
    )
    assert scene.browser("far_mediator").get(address).status_code == 404
    assert scene.neighbour.get(address).status_code == 404


def test_no_list_no_page_and_no_sheet_tells_it(scene: Scene) -> None:
    case = scene.make("mediating")
    with in_tenant(KANGBAO):
        Party.objects.filter(case=case).update(ethnicity=LHOBA)
    clerk = scene.browser("clerk")
    one, ledger = f"/disputes/{case.pk}/", reverse("ledgers")
    for address in (one, f"{one}dossier/", reverse("cases"), ledger):
        page = clerk.get(address)
        assert page.status_code == 200
        assert "珞巴" not in page.content.decode(), address


def test_the_forms_that_ask_for_it_bear_it_and_a_slip_of_handover_does_not(stage: Stage) -> None:
    case = stage.accepted()
    Party.objects.filter(case=case, name="王长顺").update(ethnicity=MONGOL)
    hand_up_case(case=case, reason="村级难以查清", actor=stage.actors["village_mediator"], at=NOON)
    file = FileContents(Case.objects.get(pk=case.pk), NOON)

    def borne(kind: str) -> list[str]:
        paper: Any = paper_of(kind, file)
        return [party.ethnicity for party in paper.parties]

    assert borne("APPLICATION") == borne("REGISTRATION") == ["蒙古族", ""]
    assert borne("HANDOVER") == ["", ""]


def test_a_program_sends_it_and_reads_it_where_it_reads_names(desk: Desk) -> None:
    people = new_case(desk.stage)["parties"]
    people[0]["ethnicity"] = MONGOL
    case = desk.made(parties=people)
    told = desk.get("clerk", f"{CASES}{case}/").json()["parties"]
    assert [one["ethnicity"] for one in told] == [MONGOL, ""]
    with in_tenant(KANGBAO):
        head = browser_of(holder(Role.GRID_HEAD, desk.stage.ground.grid.path, "网格长"))
    veiled = head.get(f"{CASES}{case}/").json()["parties"]
    assert [(one["name"], one["ethnicity"]) for one in veiled] == [("王*", ""), ("李*", "")]
    people[0]["ethnicity"] = "57"
    answer = desk.post("clerk", CASES, **new_case(desk.stage, parties=people))
    assert answer.status_code == 400
    assert "ethnicity" in str(answer.json())
    assert desk.get("neighbour", f"{CASES}{case}/").status_code == 404


def test_it_comes_in_by_sheet_under_its_name_or_not_at_all(stage: Stage) -> None:
    for sheet in (BACKLOG, INTAKE):
        column = sheet.column("applicant_ethnicity")
        assert not column.required
        assert column.labels[MONGOL] == "蒙古族"
        assert column.words["蒙古"] == MONGOL
    given = row(place=stage.ground.village.name, source=Source.HOTLINE, respondent_ethnicity=MONGOL)
    import_intake(rows=[given], actor=stage.actors["centre"], at=NOON)
    assert dict(Party.objects.values_list("name", "ethnicity")) == {"王长顺": "", "李桂芝": MONGOL}


def test_what_is_no_name_of_the_list_is_refused_in_words(stage: Stage) -> None:
    party = Party.objects.get(case=stage.accepted(), name="王长顺")
    with pytest.raises(Refused, match="民族：请从民族名称中选择"):
        correct_party(
            party=party,
            values={"ethnicity": "57"},
            reason="核对",
            actor=stage.actors["village_mediator"],
            at=NOON,
        )
