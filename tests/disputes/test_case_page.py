"""The page of a case through its front door: who sees what, what is offered, what opening costs and leaves behind."""

import io

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from core.audit.selectors import who_looked_at
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.models import Case, Party, Step
from tests.accounts.people import KANGBAO
from tests.disputes.scene import Scene, words_of

PHONE = "13800005678"


def test_the_page_says_who_what_since_when_and_what_next(scene: Scene) -> None:
    case = scene.make("accepted")
    words = words_of(scene.page("village_mediator", case))
    for text in ("宅基地边界", "王长顺", "李桂芝", "138****5678", "村级调解", "乡镇级调解", case.code):
        assert text in words
    assert "康保县 › 康保镇 › 永兴社区 ›" in words
    assert "房屋宅基地纠纷" in words
    assert "登记告知书签收" in words  # what has to be done before mediation begins
    assert "权利义务告知书尚未签收：王长顺、李桂芝" in words  # and why the step itself is greyed
    assert PHONE not in words


def test_the_neighbour_the_far_clerk_and_officers_find_nothing(scene: Scene) -> None:
    case = scene.make("accepted")
    for below in ("", "steps/note/", "dossier/", "agreement/", "look/"):
        address = f"/disputes/{case.pk}/{below}"
        assert scene.neighbour.get(address).status_code == 404, below
        assert scene.browser("far_clerk").get(address).status_code == 404, below
        assert scene.browser("far_mediator").get(address).status_code in (403, 404), below
        assert scene.browser("auditor").get(address).status_code == 403, below


def test_a_case_page_costs_at_most_eight_queries_beside_signing_in(scene: Scene) -> None:
    case = scene.make("mediating")
    browser = scene.browser("clerk")
    browser.get(f"/disputes/{case.pk}/")
    with CaptureQueriesContext(connection) as bare:
        browser.get("/offline/")
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(f"/disputes/{case.pk}/").status_code == 200
    asked = [one["sql"][:160] for one in queries.captured_queries]
    assert len(queries) - len(bare) <= 8, "\n".join(asked)


def test_phones_open_for_a_reason_in_this_answer_only_and_who_looked_is_shown(scene: Scene) -> None:
    case = scene.make("accepted")
    with in_tenant(KANGBAO):
        party = Party.objects.get(case=case, name="王长顺")
    browser = scene.browser("village_mediator")
    address = f"/disputes/{case.pk}/parties/{party.pk}/open/"
    assert browser.get(address).status_code == 405
    refused = browser.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert PHONE not in refused.content.decode()
    opened = browser.post(address, {"reason": "约定调解时间"})
    assert PHONE in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    page = scene.page("village_mediator", case)
    assert PHONE not in page
    assert "约定调解时间" in page
    with in_tenant(KANGBAO):
        (look,) = who_looked_at("disputes.case", case.pk)
        assert look.after == {"fields": ["电话"]}


def test_who_registered_a_case_reads_it_and_a_grid_worker_beside_does_not(scene: Scene) -> None:
    case = scene.make("accepted")
    assert "王长顺" in scene.page("grid_worker", case)
    with in_tenant(KANGBAO):
        case.registered_by = scene.stage.staff["village_secretary"]
        case.save(update_fields=["registered_by"])
    assert scene.browser("grid_worker").get(f"/disputes/{case.pk}/").status_code == 404


def test_a_leader_reads_the_file_of_others_only_for_a_recorded_reason(scene: Scene) -> None:
    case = scene.make("accepted")
    leader = scene.browser("leader")
    assert leader.get(f"/disputes/{case.pk}/")["Location"] == f"/disputes/{case.pk}/look/"
    assert "王长顺" not in leader.get(f"/disputes/{case.pk}/look/").content.decode()
    assert leader.post(f"/disputes/{case.pk}/look/", {"reason": "看看"}).status_code == 422
    shown = leader.post(f"/disputes/{case.pk}/look/", {"reason": "领导接访，当事人反映进度"})
    assert shown.status_code == 200
    assert "王长顺" in shown.content.decode()
    assert PHONE not in shown.content.decode()
    with in_tenant(KANGBAO):
        (look,) = who_looked_at("disputes.case", case.pk)
        assert (look.code, look.reason) == ("disputes.case_seen", "领导接访，当事人反映进度")
        Case.objects.filter(pk=case.pk).update(is_restricted=True)
    assert leader.get(f"/disputes/{case.pk}/look/").status_code == 404
    assert leader.get(f"/disputes/{case.pk}/").status_code == 404


def test_a_restricted_case_is_seen_by_name_only(scene: Scene) -> None:
    case = scene.make("accepted")
    with in_tenant(KANGBAO):
        Case.objects.filter(pk=case.pk).update(is_restricted=True)
    assert scene.browser("clerk").get(f"/disputes/{case.pk}/").status_code == 404
    assert "王长顺" in scene.page("village_mediator", case)


def test_two_clerks_on_one_case_the_second_sees_what_happened_and_loses_nothing(scene: Scene) -> None:
    case = scene.make("accepted")
    first = {"key": str(uuid7()), "seen": str(case.revision), "note": "电话约在周五"}
    address = f"/disputes/{case.pk}/steps/contact/"
    assert scene.browser("village_mediator").post(address, first).status_code == 302
    second = {"key": str(uuid7()), "seen": str(case.revision), "note": "我也打了电话"}
    answer = scene.browser("clerk").post(address, second)
    assert answer.status_code == 422
    words = words_of(answer.content.decode())
    assert "刚刚办理了“首次联系”" in words
    assert "您打开本页之后，办理了这些" in words
    assert "电话约在周五" in words
    assert "我也打了电话" in answer.content.decode()
    assert f'name="seen" value="{case.revision + 1}"' in answer.content.decode()
    again = scene.browser("clerk").post(address, second | {"seen": str(case.revision + 1)})
    assert again.status_code == 302
    with in_tenant(KANGBAO):
        assert Step.objects.filter(case=case, verb="CONTACT").count() == 2


def test_the_same_form_sent_twice_is_one_step(scene: Scene) -> None:
    case = scene.make("accepted")
    sent = {"key": str(uuid7()), "seen": str(case.revision), "note": "约定周五调解"}
    for _once in range(2):
        answer = scene.browser("village_mediator").post(f"/disputes/{case.pk}/steps/note/", sent)
        assert answer.status_code == 302
    with in_tenant(KANGBAO):
        assert Step.objects.filter(case=case, verb="NOTE").count() == 1


def test_a_step_that_is_not_possible_says_why_and_offers_no_form(scene: Scene) -> None:
    case = scene.make("accepted")
    words = words_of(scene.page("village_mediator", case, "steps/start/"))
    assert "权利义务告知书尚未签收" in words
    assert "csrfmiddlewaretoken" not in scene.page("village_mediator", case, "steps/start/").split("<main")[1]
    assert scene.browser("clerk").get(f"/disputes/{case.pk}/steps/escalate/").status_code == 404
    assert scene.browser("clerk").get(f"/disputes/{case.pk}/steps/nothing/").status_code == 404


def test_the_slip_carries_the_code_and_names_nobody(scene: Scene) -> None:
    case = scene.make("accepted")
    browser = scene.browser("clerk")
    answer = browser.post(reverse("case_code_slip", args=[case.pk]))
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert case.code in text.replace(" ", "")
    assert "王长顺" not in text
    for typed in (case.code, case.code.lower().replace("-", "")):
        found = browser.get(reverse("case_by_code", args=[typed]))
        assert found.headers["Location"] == reverse("case", args=[case.pk])
    assert browser.get(reverse("case_by_code", args=["2222-2222-2222"])).status_code == 404
    assert scene.neighbour.get(reverse("case_by_code", args=[case.code])).status_code == 404
