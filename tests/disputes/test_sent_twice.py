"""A step's form that is sent again: `Scene.step` sends each once more as it was; here with other words."""

from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.choices import Verb
from disputes.models import Step
from tests.accounts.people import KANGBAO
from tests.disputes.scene import Scene


def test_a_form_sent_again_with_other_words_is_told_and_its_words_are_kept(scene: Scene) -> None:
    case = scene.make("mediating")
    sent = {"key": str(uuid7()), "note": "电话约了双方周五到场"}
    assert scene.step("village_mediator", case, "note", **sent).status_code == 302
    answer = scene.step("village_mediator", case, "note", **sent | {"note": "周五改为周六"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已按先前提交的内容办理" in page
    assert "周五改为周六" in page
    assert sent["key"] not in page
    with in_tenant(KANGBAO):
        assert Step.objects.filter(case=case, verb=Verb.NOTE).count() == 1
