"""The county sets its own terms and kinds: from a day on, with a source, never against a promise made or the law."""

import datetime as dt
from typing import Any

import pytest

from core.audit.models import Record
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term
from disputes.actions.add_kind import add_kind
from disputes.actions.change_kind import change_kind
from disputes.actions.change_term import change_term, end_term
from disputes.choices import Level, Promise
from disputes.file_contents import FileContents
from disputes.models import CaseDeadline, CaseKind, TermRule
from disputes.rules.terms import leaves_no_time, may_exceed
from disputes.terms import terms_listed, terms_on
from tests.disputes.scene import Scene, words_of
from tests.disputes.stage import NOON, Stage

TODAY = NOON.date()
WEEK = dt.timedelta(days=7)


def change(stage: Stage, who: str = "centre", **given: Any) -> TermRule:
    values: dict[str, Any] = {
        "promise": Promise.SETTLE_LEVEL,
        "level": Level.VILLAGE,
        "kind_code": "",
        "term": Term(5, Unit.NATURAL_DAYS),
        "warn": Term(1, Unit.NATURAL_DAYS),
        "from_on": TODAY + WEEK,
        "source": "康政法〔2026〕12号",
    }
    return change_term(actor=stage.actors[who], at=NOON, **(values | given))


def test_a_term_changes_from_a_day_on_and_a_promise_made_keeps_its_own(stage: Stage) -> None:
    case = stage.accepted()
    promised = CaseDeadline.objects.get(case=case, kind=Promise.SETTLE_LEVEL)
    change(stage)
    kept = CaseDeadline.objects.get(pk=promised.pk)
    assert (kept.due_at, kept.term_value, kept.rule_version) == (promised.due_at, 7, promised.rule_version)
    for day, days in ((TODAY, 7), (TODAY + WEEK, 5)):
        rule = terms_on(day, [Promise.SETTLE_LEVEL]).rule(Promise.SETTLE_LEVEL, Level.VILLAGE, "03")
        assert rule.term == Term(days, Unit.NATURAL_DAYS)
    later = stage.accepted(at=NOON + WEEK)
    assert CaseDeadline.objects.get(case=later, kind=Promise.SETTLE_LEVEL).term_value == 5
    assert Record.objects.filter(code="disputes.term_changed").count() == 1


def test_the_page_lists_what_counts_now_and_what_comes(stage: Stage) -> None:
    change(stage)
    listed = dict(terms_listed(TODAY, {}))["本级化解"]
    village = next(row for row in listed if row.rule.level == Level.VILLAGE)
    assert village.rule.value == 7
    assert village.next is not None
    assert village.next.value == 5
    after = dict(terms_listed(TODAY + WEEK, {}))["本级化解"]
    village = next(row for row in after if row.rule.level == Level.VILLAGE)
    assert (village.rule.value, village.next, village.before) == (5, None, 1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"from_on": TODAY - dt.timedelta(days=1)}, "启用日不能早于今天"),
        ({"source": " "}, "请写明依据"),
        ({"promise": "NOTHING"}, "请选择时限事项"),
        ({"kind_code": "77"}, "请选择在用的纠纷类型"),
        ({"promise": Promise.MONTHLY_REPORT}, "由乡镇和县报送"),
        ({"promise": Promise.MONTHLY_REPORT, "level": "", "kind_code": "01"}, "不分纠纷类型"),
        ({"warn": Term(6, Unit.NATURAL_DAYS)}, "预警须早于到期"),
        ({"promise": Promise.SETTLE_STATUTORY, "level": "", "term": Term(2, Unit.MONTHS)}, "只能缩短"),
        ({"promise": Promise.SETTLE_STATUTORY, "level": "", "term": Term(40, Unit.NATURAL_DAYS)}, "只能缩短"),
        ({"level": Level.COUNTY, "kind_code": "10", "term": Term(20, Unit.NATURAL_DAYS)}, "只能缩短"),
    ],
)
def test_a_term_that_cannot_be_is_refused_with_its_reason(
    stage: Stage, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        change(stage, **given)


def test_a_second_change_has_to_come_after_the_first(stage: Stage) -> None:
    change(stage)
    with pytest.raises(Refused, match="启用日须晚于现行规定的启用日"):
        change(stage, from_on=TODAY + WEEK, term=Term(6, Unit.NATURAL_DAYS))


def test_a_rule_of_one_kind_ends_and_the_general_one_counts_again(stage: Stage) -> None:
    special = change(stage, kind_code="01", from_on=TODAY, term=Term(10, Unit.NATURAL_DAYS))
    end_term(rule=special, on=TODAY + WEEK, reason="文件废止", actor=stage.actors["centre"], at=NOON)
    terms = terms_on(TODAY + WEEK, [Promise.SETTLE_LEVEL])
    assert terms.rule(Promise.SETTLE_LEVEL, Level.VILLAGE, "01").term.value == 7
    general = TermRule.objects.get(promise=Promise.RECEIVE)
    with pytest.raises(Refused, match="没有其他规定可以适用"):
        end_term(rule=general, on=TODAY, reason="试", actor=stage.actors["centre"], at=NOON)


def test_only_the_county_sets_terms_and_kinds(stage: Stage) -> None:
    for who in ("clerk", "mediator", "leader", "far_clerk"):
        with pytest.raises(Refused, match="由县综治中心维护"):
            change(stage, who)
        with pytest.raises(Refused, match="由县综治中心维护"):
            add_kind(
                code="98",
                label="试",
                statistics_row="K19",
                kept_for="10",
                position=1,
                actor=stage.actors[who],
                at=NOON,
            )


def test_units_are_compared_by_what_they_can_last() -> None:
    assert may_exceed(Term(3, Unit.HOURS), Term(2, Unit.HOURS))
    assert not may_exceed(Term(28, Unit.NATURAL_DAYS), Term(1, Unit.MONTHS))
    assert may_exceed(Term(30, Unit.NATURAL_DAYS), Term(1, Unit.MONTHS)), "February has 28"
    assert may_exceed(Term(20, Unit.WORKING_DAYS), Term(30, Unit.NATURAL_DAYS))
    assert leaves_no_time(Term(5, Unit.NATURAL_DAYS), Term(5, Unit.NATURAL_DAYS))
    assert leaves_no_time(Term(3, Unit.NATURAL_DAYS), Term(1, Unit.WORKING_DAYS))
    assert not leaves_no_time(Term(4, Unit.WORKING_HOURS), Term(1, Unit.WORKING_DAYS))


def test_a_kind_is_added_renamed_and_retired_and_its_code_never_used_again(stage: Stage) -> None:
    centre = stage.actors["centre"]
    kind = add_kind(
        code="20", label="草场纠纷", statistics_row="K05", kept_for="10", position=30, actor=centre, at=NOON
    )
    case = stage.registered(kind_code="20")
    assert FileContents(case, NOON).kept_for == "10年"
    CaseKind.objects.filter(pk=kind.pk).update(kept_for="")
    assert FileContents(case, NOON).kept_for == "", "undecided: the cover leaves it for a pen"
    for code in ("20", "01"):
        with pytest.raises(Refused, match="已用过"):
            add_kind(
                code=code,
                label="另一类",
                statistics_row="K05",
                kept_for="10",
                position=1,
                actor=centre,
                at=NOON,
            )
    with pytest.raises(Refused, match="同名"):
        add_kind(
            code="21",
            label="草场纠纷",
            statistics_row="K05",
            kept_for="10",
            position=1,
            actor=centre,
            at=NOON,
        )
    with pytest.raises(Refused, match="统计表中的行"):
        add_kind(
            code="21", label="另一类", statistics_row="B01", kept_for="10", position=1, actor=centre, at=NOON
        )
    change_kind(
        kind=kind,
        label="草场林地纠纷",
        statistics_row="K05",
        kept_for="30",
        position=30,
        is_active=False,
        actor=centre,
        at=NOON,
    )
    assert CaseKind.objects.get(code="20").is_active is False
    with pytest.raises(Refused, match="请选择纠纷类型"):
        stage.registered(kind_code="20")
    record = Record.objects.get(code="disputes.kind_changed")
    assert record.before == {"label": "草场纠纷", "kept_for": "", "is_active": True}


def test_the_pages_answer_with_what_was_typed_and_the_neighbour_sees_none_of_it(scene: Scene) -> None:
    centre = scene.browser("centre")
    page = words_of(centre.get("/disputes/terms/").content.decode())
    assert "一个月法定期限" in page
    sent = {
        "promise": "SETTLE_STATUTORY",
        "level": "",
        "kind_code": "",
        "value": "3",
        "unit": "MONTHS",
        "warn_value": "",
        "warn_unit": "",
        "from_on": "2099-01-01",
        "source": "试〔2026〕1号",
    }
    refused = centre.post("/disputes/terms/change/", sent)
    assert refused.status_code == 422
    assert "只能缩短" in refused.content.decode()
    assert "试〔2026〕1号" in refused.content.decode()
    done = centre.post("/disputes/terms/change/", sent | {"value": "20", "unit": "NATURAL_DAYS"})
    assert done.status_code == 302
    history = words_of(centre.get(done["Location"]).content.decode())
    assert "试〔2026〕1号" in history
    assert "待启用" in history
    with in_tenant(scene.stage.ground.county.tenant_id):
        rule = TermRule.objects.get(source="试〔2026〕1号")
    assert scene.neighbour.get(f"/disputes/terms/{rule.pk}/").status_code == 404
    assert "试〔2026〕1号" not in scene.neighbour.get("/disputes/terms/").content.decode()
    assert scene.browser("clerk").get("/disputes/terms/").status_code == 403
