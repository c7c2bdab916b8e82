"""Where acts come in, the nudge after a commit, and the panel "who looked at this?"."""

from typing import Any

import pytest
from django.db import transaction
from django.template import Context, Template

from core.audit import kick, tasks
from core.audit.actions.record import record
from core.audit.actions.record_view import record_view
from core.audit.choices import Channel
from core.audit.models import Pending, Record, Verification
from core.audit.origin import coming_from, current_origin, task_begins, task_ends
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from tests.audit.acts import FILE_OPENED, NOW, RENAMED, clerk
from tests.cast import KANGBAO, ZHANGBEI


@pytest.fixture
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counties whose relay was nudged."""
    sent: list[int] = []
    monkeypatch.setattr(tasks.relay_county, "apply_async", lambda kwargs, **_: sent.append(kwargs["tenant"]))
    monkeypatch.setattr(kick, "_last", {})
    return sent


@pytest.mark.django_db(transaction=True)
def test_one_nudge_a_transaction_and_county_after_its_commit(counties: None, nudged: list[int]) -> None:
    with in_tenant(KANGBAO):
        for _ in range(5):
            record(RENAMED, actor=clerk(), at=NOW)
        assert nudged == []
    assert nudged == [KANGBAO]
    with in_tenant(ZHANGBEI):
        record(RENAMED, actor=clerk(ZHANGBEI), at=NOW)
    assert nudged == [KANGBAO, ZHANGBEI]


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_back_nudges_nobody(counties: None, nudged: list[int]) -> None:
    with in_tenant(KANGBAO):
        record(RENAMED, actor=clerk(), at=NOW)
        transaction.set_rollback(True)
    assert nudged == []


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_was_taken_back_does_not_swallow_the_next_nudge(
    counties: None, nudged: list[int]
) -> None:
    with in_tenant(KANGBAO):
        with transaction.atomic():
            record(RENAMED, actor=clerk(), at=NOW)
            transaction.set_rollback(True)
        record(RENAMED, actor=clerk(), at=NOW)
    assert nudged == [KANGBAO]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_fails_no_act(counties: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(tasks.relay_county, "apply_async", away)
    monkeypatch.setattr(kick, "_last", {})
    with in_tenant(KANGBAO):
        record(RENAMED, actor=clerk(), at=NOW)
    with in_tenant(KANGBAO):
        assert Record.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_beat_finds_what_no_nudge_told_of_in_every_county(
    counties: None, settings: Any, tmp_path: Any
) -> None:
    settings.VAR_DIR = tmp_path
    for tenant in (KANGBAO, ZHANGBEI):
        with in_tenant(tenant):
            record(RENAMED, actor=clerk(tenant), at=NOW)
    tasks.relay_counties()
    tasks.keep_heads()
    tasks.verify_counties()
    for tenant in (KANGBAO, ZHANGBEI):
        with in_tenant(tenant):
            assert not Pending.objects.exists()
            outcome = Verification.objects.get()
            assert (outcome.position, outcome.kept_heads, outcome.fault_count) == (1, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_one_countys_trouble_does_not_stop_the_next(
    counties: None, settings: Any, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / "heads").mkdir()
    (tmp_path / "heads" / f"{ZHANGBEI}.jsonl").mkdir()  # the neighbour's file can't be written
    for tenant in (ZHANGBEI, KANGBAO):
        with in_tenant(tenant):
            record(RENAMED, actor=clerk(tenant), at=NOW)
    tasks.relay_counties()
    assert f"the relay of {ZHANGBEI} failed" in caplog.text
    with in_tenant(KANGBAO):
        assert not Pending.objects.exists()


def test_an_act_says_where_it_came_in(county: int) -> None:
    record(RENAMED, actor=clerk(), at=NOW, reason="command")
    with coming_from(Channel.IMPORT, "job-7"):
        record(RENAMED, actor=clerk(), at=NOW, reason="import")
    task_begins(task_id="task-9")
    record(RENAMED, actor=clerk(), at=NOW, reason="task")
    task_ends(task_id="task-9")
    assert current_origin().channel == Channel.COMMAND
    found = Record.objects.order_by("id").values_list("reason", "channel", "request_id")
    assert list(found) == [
        ("command", "COMMAND", ""),
        ("import", "IMPORT", "job-7"),
        ("task", "TASK", "task-9"),
    ]


def test_the_panel_says_who_looked_and_why(county: int) -> None:
    subject = Tenant.objects.get(code=county)
    panel = Template("{% load audit %}{% who_looked subject %}")
    assert "还没有人完整查看过" in panel.render(Context({"subject": subject}))
    actor = clerk(name="赵云")
    record_view(FILE_OPENED, actor=actor, post=actor.posts[0], at=NOW, subject=subject, reason="核实<b>")
    shown = panel.render(Context({"subject": subject}))
    assert "赵云" in shown
    assert "核实&lt;b&gt;" in shown
    assert "综治中心办事员" in shown


def test_the_panel_shows_nothing_of_the_neighbour(counties: None) -> None:
    with in_tenant(ZHANGBEI):
        record_view(FILE_OPENED, actor=clerk(ZHANGBEI), at=NOW, subject=Tenant.objects.get(code=KANGBAO))
    with in_tenant(KANGBAO):
        panel = Template("{% load audit %}{% who_looked subject %}")
        assert "还没有人" in panel.render(Context({"subject": Tenant.objects.get(code=KANGBAO)}))
