from datetime import datetime, timedelta, timezone

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from core.audit import rules
from core.audit.actions.record import Entry, OutsideTransaction, record, record_many
from core.audit.actions.record_view import record_view
from core.audit.choices import Channel
from core.audit.digests import COLUMNS, digests_of
from core.audit.models import Pending, Record
from core.audit.origin import coming_from
from core.audit.relay import relay
from core.audit.selectors import who_looked_at
from core.audit.verifying import faults_of
from core.crypto.masks import mask_phone
from core.crypto.sealing import SealBroken, Sealed
from core.tenancy.context import TenantMismatch, TenantRequired, in_tenant
from core.tenancy.ids import uuid7
from core.tenancy.models import Tenant
from tests.audit.acts import FILE_OPENED, MOVED_IN, NOW, RENAMED, clerk
from tests.cast import KANGBAO, ZHANGBEI


def test_an_act_is_kept_with_who_under_which_post_what_and_why(county: int) -> None:
    actor = clerk()
    subject = Tenant.objects.get(code=county)
    with coming_from(Channel.WEB, "request-1"):
        record_id = record(
            RENAMED,
            actor=actor,
            post=actor.posts[0],
            at=NOW,
            subject=subject,
            before={"name": "一组"},
            after={"name": "第一网格"},
            reason="撤并",
            path="130723001",
        )
    kept = Record.objects.get(pk=record_id)
    assert (kept.at, kept.code, kept.tenant_id) == (NOW, "probe.renamed", county)
    assert (kept.actor_id, kept.actor_name) == (actor.user_id, "李敏")
    assert (kept.post_id, kept.post_title) == (actor.posts[0].id, "综治中心办事员")
    assert (kept.subject_type, kept.subject_id.int, kept.subject_label) == (
        "tenancy.tenant",
        county,
        "康保县",
    )
    assert (kept.before, kept.after, kept.reason) == ({"name": "一组"}, {"name": "第一网格"}, "撤并")
    assert (kept.path, kept.channel, kept.request_id) == ("130723001", "WEB", "request-1")
    assert kept.sentence == "李敏将一组更名为第一网格"


def test_each_record_waits_for_its_seal(county: int) -> None:
    ids = record_many(
        RENAMED, actor=clerk(), at=NOW, rows=[Entry(after={"name": str(n)}) for n in range(1203)]
    )
    assert list(Pending.objects.order_by("id").values_list("id", flat=True)) == ids
    assert [row.after["name"] for row in Record.objects.order_by("id")] == [str(n) for n in range(1203)]


def test_many_rows_take_one_statement_for_five_hundred(county: int) -> None:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        record_many(RENAMED, actor=clerk(), at=NOW, rows=[Entry() for _ in range(1000)])
    assert len(queries) == 2


def test_awkward_text_is_kept_as_it_is(county: int) -> None:
    awkward = "100%（%s）{actor}'\"\\\n<b>\U00020bb7"
    record_id = record(RENAMED, actor=clerk(name=awkward), at=NOW, after={"name": awkward}, reason=awkward)
    kept = Record.objects.get(pk=record_id)
    assert (kept.actor_name, kept.after, kept.reason) == (awkward, {"name": awkward}, awkward)


def stored_anywhere(text: str) -> list[str]:
    """Tables of this room in which `text` can be read."""
    found = []
    with connection.cursor() as cursor:
        for table in ("audit_record", "audit_veiled", "audit_pending"):
            cursor.execute(
                f"SELECT count(*) FROM {table} r WHERE strpos(row_to_json(r)::text, %s) > 0", [text]
            )
            found += [table] if cursor.fetchone()[0] else []
    return found


def move_in(phone: str = "13812345678") -> Record:
    entry = Entry(after={"phone": phone, "floor": 3}, subject_label="王建国")
    (record_id,) = record_many(MOVED_IN, actor=clerk(), at=NOW, rows=[entry])
    return Record.objects.get(pk=record_id)


def test_personal_values_stand_as_ciphertext_and_are_shown_masked(county: int) -> None:
    kept = move_in()
    assert stored_anywhere("13812345678") == []
    assert stored_anywhere("王建国") == []
    assert kept.sentence == "李敏登记了王*，电话138****5678"
    assert kept.revealed("after") == {"phone": "13812345678", "floor": 3}
    assert [(change.label, change.after) for change in kept.changes] == [
        ("floor", "3"),
        ("phone", "138****5678"),
    ]


def test_a_sealed_value_stays_sealed_even_where_the_code_does_not_name_it(county: int) -> None:
    after = {"name": Sealed.fresh("13812345678", mask_phone), "none": Sealed.fresh("")}
    kept = Record.objects.get(pk=record(RENAMED, actor=clerk(), at=NOW, after=after))
    assert stored_anywhere("13812345678") == []
    assert kept.sentence == "李敏将—更名为138****5678"
    assert kept.revealed("after") == {"name": "13812345678", "none": None}


def test_the_same_value_leaves_no_trace_by_which_two_records_could_be_matched(county: int) -> None:
    proofs = {move_in().after["phone"]["$proof"] for _ in range(2)}
    assert len(proofs) == 2


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_personal_values_can_be_sealed_anew_or_erased_and_the_chain_holds(counties: None) -> None:
    with in_tenant(KANGBAO):
        first, second, third = move_in("13800000001"), move_in("13800000002"), move_in("13800000003")
    relay(KANGBAO, at=NOW)
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM audit_veiled WHERE id = %s", [first.id])
        cursor.execute(
            "UPDATE audit_veiled SET content = (SELECT content FROM audit_veiled WHERE id = %s) WHERE id = %s",
            [third.id, second.id],
        )
    assert list(faults_of(KANGBAO)) == []
    with in_tenant(KANGBAO):
        assert first.revealed("after") == {"phone": "138****0001", "floor": 3}
        assert third.revealed("after") == {"phone": "13800000003", "floor": 3}
        with pytest.raises(SealBroken, match="not what was recorded"):
            second.revealed("after")


@pytest.mark.parametrize(
    "at",
    [NOW, NOW.replace(microsecond=50), datetime(2026, 1, 1, 7, 59, 1, 999999, timezone(timedelta(hours=8)))],
)
def test_the_digest_is_what_anybody_computes_from_the_row(county: int, at: datetime) -> None:
    after = {"name": "第一网格", "Zahl": 1, "ab": {"z": [1, None, True], "a": at}}
    kept = Record.objects.get(pk=record(RENAMED, actor=clerk(), at=at, after=after, reason="100%"))
    row = {column: rules.plain(getattr(kept, column)) for column in COLUMNS}
    assert digests_of([kept.id]) == {str(kept.id): (rules.record_digest(row), "probe.renamed")}


@pytest.mark.django_db(transaction=True)
def test_no_act_is_recorded_outside_its_transaction(counties: None) -> None:
    with pytest.raises(TenantRequired):
        record(RENAMED, actor=clerk(), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_taken_back_leaves_no_record(counties: None) -> None:
    with in_tenant(KANGBAO):
        record(RENAMED, actor=clerk(), at=NOW)
        transaction.set_rollback(True)
    with in_tenant(KANGBAO):
        assert not Record.objects.exists()
        assert not Pending.objects.exists()


def test_an_actor_of_the_neighbour_records_nothing_here(county: int) -> None:
    with pytest.raises(TenantMismatch):
        record(RENAMED, actor=clerk(ZHANGBEI), at=NOW)


def test_the_neighbour_sees_no_record(counties: None) -> None:
    with in_tenant(KANGBAO):
        record_id = record(RENAMED, actor=clerk(), at=NOW)
    with in_tenant(ZHANGBEI):
        assert not Record.objects.filter(pk=record_id).exists()
        assert not Pending.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_record SET reason = 'x'",
        "DELETE FROM audit_record",
        "TRUNCATE audit_record",
        "DELETE FROM audit_seal",
        "UPDATE audit_seal SET hash = ''",
    ],
)
def test_the_application_was_never_granted_to_change_a_record(county: int, statement: str) -> None:
    record(RENAMED, actor=clerk(), at=NOW)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_looking_is_an_act_and_shows_who_looked(county: int) -> None:
    subject = Tenant.objects.get(code=county)
    record(RENAMED, actor=clerk(), at=NOW, subject=subject)
    record_view(
        FILE_OPENED, actor=clerk(name="赵云"), at=NOW, subject=subject, fields=["phone"], reason="核实"
    )
    seen = who_looked_at("tenancy.tenant", county)
    assert [(row.actor_name, row.after, row.reason) for row in seen] == [
        ("赵云", {"fields": ["phone"]}, "核实")
    ]
    assert seen[0].sentence == "赵云查看了康保县的档案，理由：核实"


def test_only_an_act_of_looking_counts_as_looking(county: int) -> None:
    with pytest.raises(ValueError, match="no act of looking"):
        record_view(RENAMED, actor=clerk(), at=NOW, subject=Tenant.objects.get(code=county))


def test_nobody_of_the_neighbour_shows_as_having_looked(counties: None) -> None:
    with in_tenant(ZHANGBEI):
        record_view(FILE_OPENED, actor=clerk(ZHANGBEI), at=NOW, subject=Tenant.objects.get(code=KANGBAO))
    with in_tenant(KANGBAO):
        assert who_looked_at("tenancy.tenant", KANGBAO) == []


def test_an_unknown_id_was_looked_at_by_nobody(county: int) -> None:
    assert who_looked_at("tenancy.tenant", uuid7()) == []


def test_outside_a_transaction_is_its_own_error() -> None:
    assert issubclass(OutsideTransaction, RuntimeError)
