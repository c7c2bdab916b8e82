"""Each way of tampering, done for real by the tables' owner, who can do what the application never may."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from core.audit import rules
from core.audit.actions.record import Entry, record_many
from core.audit.digests import digests_of
from core.audit.heads import KeptHead, heads_file, keep_head, parse_printed, read_heads
from core.audit.models import Seal
from core.audit.relay import relay
from core.audit.selectors import head_of
from core.audit.verifying import FaultKind, faults_of
from core.tenancy.context import in_tenant
from tests.audit.acts import NOW, RENAMED, clerk
from tests.cast import KANGBAO, ZHANGBEI

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
Tamper = Callable[..., None]


@pytest.fixture
def tamper() -> Tamper:
    """Executes SQL as the owner, with every foreign key out of the way."""

    def execute(statement: str, *values: Any) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(statement, values)

    return execute


@pytest.fixture
def chain(counties: None, settings: Any, tmp_path: Path) -> list[UUID]:
    """Nine sealed records of 康保县, three of the neighbour."""
    settings.VAR_DIR = tmp_path
    for tenant, count in ((ZHANGBEI, 3), (KANGBAO, 9)):
        with in_tenant(tenant):
            rows = [Entry(before={"name": f"旧{n}"}, after={"name": f"新{n}"}) for n in range(count)]
            ids = record_many(RENAMED, actor=clerk(tenant), at=NOW, rows=rows)
        relay(tenant, at=NOW)
    return ids


def faults(**options: Any) -> list[tuple[FaultKind, int | None, UUID | None]]:
    assert list(faults_of(ZHANGBEI)) == []  # whatever is done here, the neighbour's chain stays whole
    options.setdefault("chunk", 4)
    return [(fault.kind, fault.position, fault.record_id) for fault in faults_of(KANGBAO, **options)]


def test_an_untouched_chain_verifies(chain: list[UUID]) -> None:
    assert faults() == []
    assert faults(kept=read_heads(heads_file(KANGBAO), KANGBAO)) == []


@pytest.mark.parametrize(
    "change",
    [
        "after = jsonb_set(after, '{name}', '\"别名\"')",
        "reason = '补记'",
        "at = at + interval '1 microsecond'",
        "actor_name = '王芳'",
        "path = '130723002'",
        "subject_id = gen_random_uuid()",
        "post_title = '审计员'",
        "channel = 'API'",
    ],
)
def test_a_changed_record_is_named(chain: list[UUID], tamper: Tamper, change: str) -> None:
    tamper(f"UPDATE audit_record SET {change} WHERE id = %s", chain[4])
    assert faults() == [(FaultKind.CHANGED, 5, chain[4])]


@pytest.mark.parametrize("place", [1, 5, 9])
def test_a_removed_record_is_named_also_the_last(chain: list[UUID], tamper: Tamper, place: int) -> None:
    tamper("DELETE FROM audit_record WHERE id = %s", chain[place - 1])
    assert faults() == [(FaultKind.REMOVED, place, chain[place - 1])]


@pytest.mark.parametrize("place", [1, 5, 9])
def test_a_record_removed_with_its_seal_is_missed(chain: list[UUID], tamper: Tamper, place: int) -> None:
    tamper("DELETE FROM audit_record WHERE id = %s", chain[place - 1])
    tamper("DELETE FROM audit_seal WHERE id = %s", chain[place - 1])
    assert faults() == [(FaultKind.UNSEALED, place, None)]


def test_the_last_record_removed_with_seal_and_head_is_caught_outside(
    chain: list[UUID], tamper: Tamper
) -> None:
    tamper("DELETE FROM audit_record WHERE id = %s", chain[8])
    tamper("DELETE FROM audit_seal WHERE id = %s", chain[8])
    tamper(
        "UPDATE audit_chainhead SET position = 8, hash = (SELECT hash FROM audit_seal WHERE position = 8 "
        "AND tenant_id = %s) WHERE tenant_id = %s",
        KANGBAO,
        KANGBAO,
    )
    assert faults() == []  # inside the database nothing is left to tell
    assert faults(kept=read_heads(heads_file(KANGBAO), KANGBAO)) == [(FaultKind.REWRITTEN, 9, None)]


def test_an_inserted_record_is_named(chain: list[UUID], tamper: Tamper) -> None:
    stray = UUID(int=7)
    tamper(
        "INSERT INTO audit_record SELECT (jsonb_populate_record(r, jsonb_build_object('id', %s))).* "
        "FROM audit_record r WHERE id = %s",
        str(stray),
        chain[0],
    )
    assert faults() == [(FaultKind.INSERTED, None, stray)]


def test_a_seal_off_the_chain_hides_no_inserted_record(chain: list[UUID], tamper: Tamper) -> None:
    stray = UUID(int=7)
    for table, change in (("record", ""), ("seal", ", 'position', -1")):
        tamper(
            f"INSERT INTO audit_{table} SELECT (jsonb_populate_record(r, jsonb_build_object('id', %s{change}))).* "
            f"FROM audit_{table} r WHERE id = %s",
            str(stray),
            chain[0],
        )
    assert faults() == [(FaultKind.INSERTED, -1, stray)]


def test_what_record_could_never_have_written_is_named(chain: list[UUID], tamper: Tamper) -> None:
    tamper("UPDATE audit_record SET after = '{\"name\": 1e400}' WHERE id = %s", chain[4])
    assert faults() == [(FaultKind.CHANGED, 5, chain[4])]


def test_two_records_that_changed_places_are_named(chain: list[UUID], tamper: Tamper) -> None:
    spare = UUID(int=7)
    for old, new in ((chain[1], spare), (chain[2], chain[1]), (spare, chain[2])):
        tamper("UPDATE audit_seal SET id = %s WHERE id = %s", new, old)
    assert faults() == [(FaultKind.REORDERED, 2, chain[2]), (FaultKind.REORDERED, 3, chain[1])]


def test_two_seals_that_changed_places_are_named(chain: list[UUID], tamper: Tamper) -> None:
    for old, new in ((2, -1), (3, 2), (-1, 3)):
        tamper(
            "UPDATE audit_seal SET position = %s WHERE position = %s AND tenant_id = %s", new, old, KANGBAO
        )
    found = faults()
    assert (FaultKind.REORDERED, 2, chain[2]) in found
    assert (FaultKind.REORDERED, 3, chain[1]) in found
    assert {kind for kind, _position, _id in found} == {FaultKind.REORDERED, FaultKind.BROKEN}


def test_a_forged_seal_does_not_join_the_next(chain: list[UUID], tamper: Tamper) -> None:
    tamper("UPDATE audit_record SET reason = '补记' WHERE id = %s", chain[4])
    with in_tenant(KANGBAO):
        digest, _code = digests_of([chain[4]])[str(chain[4])]
        old = Seal.objects.get(id=chain[4])
    link = rules.seal_hash(previous=old.previous_hash, position=5, record_id=chain[4], digest=digest)
    tamper("UPDATE audit_seal SET hash = %s WHERE id = %s", link, chain[4])
    assert faults() == [(FaultKind.BROKEN, 6, chain[5])]


def test_a_head_that_was_set_back_is_named(chain: list[UUID], tamper: Tamper) -> None:
    tamper("UPDATE audit_chainhead SET position = 7 WHERE tenant_id = %s", KANGBAO)
    assert faults() == [(FaultKind.HEAD, 7, None)]


def rewrite_whole_chain(tamper: Tamper) -> None:
    tamper("UPDATE audit_record SET actor_name = '王芳' WHERE tenant_id = %s", KANGBAO)
    with in_tenant(KANGBAO):
        seals = list(Seal.objects.order_by("position"))
        found = digests_of(seal.id for seal in seals)
    previous = rules.genesis(KANGBAO)
    for seal in seals:
        link = rules.seal_hash(
            previous=previous, position=seal.position, record_id=seal.id, digest=found[str(seal.id)][0]
        )
        tamper("UPDATE audit_seal SET previous_hash = %s, hash = %s WHERE id = %s", previous, link, seal.id)
        previous = link
    tamper("UPDATE audit_chainhead SET hash = %s WHERE tenant_id = %s", previous, KANGBAO)


def test_a_chain_rewritten_as_a_whole_is_caught_against_the_head_kept_outside(
    chain: list[UUID], tamper: Tamper
) -> None:
    with in_tenant(KANGBAO):
        printed = head_of(KANGBAO).printed
    rewrite_whole_chain(tamper)
    assert faults() == []  # perfect inside
    assert faults(kept=read_heads(heads_file(KANGBAO), KANGBAO)) == [(FaultKind.REWRITTEN, 9, chain[8])]
    assert faults(kept=[parse_printed(printed)]) == [(FaultKind.REWRITTEN, 9, chain[8])]


def test_a_record_removed_before_its_seal_stays_missed_for_ever(
    counties: None, tamper: Tamper, caplog: Any
) -> None:
    with in_tenant(KANGBAO):
        ids = record_many(RENAMED, actor=clerk(), at=NOW, rows=[Entry(), Entry()])
    tamper("DELETE FROM audit_record WHERE id = %s", ids[0])
    assert relay(KANGBAO, at=NOW).sealed == 2
    assert "removed before it was sealed" in caplog.text
    assert faults() == [(FaultKind.REMOVED, 1, ids[0])]


def test_the_command_names_the_fault_and_fails(chain: list[UUID], tamper: Tamper) -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out, stderr=StringIO())
    assert f"{KANGBAO}：校验通过" in out.getvalue()
    tamper("UPDATE audit_record SET reason = '补记' WHERE id = %s", chain[4])
    out = StringIO()
    with pytest.raises(CommandError, match=str(KANGBAO)):
        call_command("verify_audit", stdout=out, stderr=StringIO())
    assert f"{KANGBAO}：记录被改动：第 5 条（{chain[4]}）" in out.getvalue()
    assert f"{ZHANGBEI}：校验通过" in out.getvalue()


def test_the_command_takes_a_file_and_a_printed_head(
    chain: list[UUID], tamper: Tamper, tmp_path: Path
) -> None:
    carried = tmp_path / "carried.jsonl"
    carried.write_text(heads_file(KANGBAO).read_text() + heads_file(ZHANGBEI).read_text())
    with in_tenant(KANGBAO):
        printed = head_of(KANGBAO).printed
    heads_file(KANGBAO).unlink()
    rewrite_whole_chain(tamper)
    quiet = {"stdout": StringIO(), "stderr": StringIO()}
    call_command("verify_audit", county=[KANGBAO], **quiet)
    for option in ({"heads": carried}, {"head": [printed]}):
        with pytest.raises(CommandError, match="未通过"):
            call_command("verify_audit", county=[KANGBAO], **option, **quiet)
    with pytest.raises(CommandError, match="找不到"):
        call_command("verify_audit", heads=tmp_path / "nowhere", **quiet)
    carried.write_text("not a head\n")
    with pytest.raises(CommandError, match=r"carried\.jsonl:1"):
        call_command("verify_audit", heads=carried, **quiet)


def test_the_head_is_kept_at_most_every_ten_minutes_and_never_missed(chain: list[UUID]) -> None:
    def kept() -> list[int]:
        return [head.position for head in read_heads(heads_file(KANGBAO), KANGBAO)]

    assert kept() == [9]
    with in_tenant(KANGBAO):
        record_many(RENAMED, actor=clerk(), at=NOW, rows=[Entry()])
    relay(KANGBAO, at=NOW + timedelta(minutes=5))
    assert kept() == [9]
    assert keep_head(KANGBAO, at=NOW + timedelta(minutes=10))
    assert not keep_head(KANGBAO, at=NOW + timedelta(minutes=30))
    assert kept() == [9, 10]
    assert [json.loads(line)["tenant"] for line in heads_file(KANGBAO).read_text().splitlines()] == [
        KANGBAO
    ] * 2


def test_a_county_without_records_has_a_head_of_its_own(counties: None) -> None:
    with in_tenant(KANGBAO):
        assert head_of().printed == f"0:{rules.genesis(KANGBAO)[:16]}"
    assert faults() == []
    assert faults(kept=[KeptHead(3, "abc")]) == [(FaultKind.REWRITTEN, 3, None)]


@pytest.mark.parametrize("text", ["", "9", "9:", "9:abc", "9:ABCDEF12", "x:abcdef12"])
def test_what_is_no_printed_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no head|invalid literal"):
        parse_printed(text)
