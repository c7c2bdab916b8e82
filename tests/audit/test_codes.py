import pytest

from core.audit.codes import WRITE, all_codes, bad_placeholders, code, find_code
from core.audit.models import Record
from core.audit.sentences import shown
from tests.audit.acts import FILE_OPENED, MOVED_IN, RENAMED
from tests.cast import KANGBAO


def test_a_key_is_taken_once() -> None:
    with pytest.raises(ValueError, match="registered already"):
        code(RENAMED.key, "{actor}")


@pytest.mark.parametrize("key", ["renamed", "Probe.renamed", "probe.", "probe renamed", ""])
def test_a_key_names_its_room_and_its_act(key: str) -> None:
    with pytest.raises(ValueError, match="is no act"):
        code(key, "{actor}")


@pytest.mark.parametrize(
    ("sentence", "bad"),
    [
        ("{actor}将{before[name]}更名为{after[name]}", []),
        ("{actor}以{post}身份办理{subject}：{reason}", []),
        ("{actor.tenant}", ["actor.tenant"]),
        ("{before}", ["before"]),
        ("{after[name]!r}", ["after[name]"]),
        ("{actor:>20}", ["actor"]),
        ("{whoever}", ["whoever"]),
        ("{actor", ["{actor"]),
    ],
)
def test_only_what_a_record_can_fill_is_a_legal_placeholder(sentence: str, bad: list[str]) -> None:
    assert bad_placeholders(sentence) == bad


def test_every_registered_sentence_can_be_filled() -> None:
    assert [(c.key, bad) for c in all_codes() for bad in bad_placeholders(str(c.sentence))] == []


def test_a_code_is_found_by_its_key_and_listed_by_its_kind() -> None:
    assert find_code("probe.renamed") is RENAMED
    assert find_code("probe.never_heard_of") is None
    assert FILE_OPENED not in all_codes(kind=WRITE)


def test_the_mask_follows_the_name_of_the_value() -> None:
    assert MOVED_IN.personal["phone"]("13812345678") == "138****5678"


def test_a_sentence_is_rendered_from_the_record() -> None:
    record = Record(
        tenant_id=KANGBAO,
        code=RENAMED.key,
        actor_name="李敏",
        before={"name": "一组"},
        after={"name": "第一网格"},
    )
    assert record.sentence == "李敏将一组更名为第一网格"


def test_what_is_missing_from_a_record_is_shown_as_nothing() -> None:
    assert (
        Record(tenant_id=KANGBAO, code=RENAMED.key, actor_name="李敏", before={}, after={}).sentence
        == "李敏将—更名为—"
    )


def test_a_record_can_not_smuggle_a_placeholder_into_its_sentence() -> None:
    record = Record(
        tenant_id=KANGBAO,
        code=RENAMED.key,
        actor_name="{reason}",
        before={"name": "{actor.tenant}"},
        after={},
    )
    assert record.sentence == "{reason}将{actor.tenant}更名为—"


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("2026-11-29T06:01:02.123456Z", "2026-11-29 14:01"),
        ("2026-11-29T16:30:00.000000Z", "2026-11-30 00:30"),
        ("2026-13-29T06:01:02.123456Z", "2026-13-29T06:01:02.123456Z"),
        ("9999-12-31T23:00:00.000000Z", "9999-12-31T23:00:00.000000Z"),
        ("见2026-11-29T06:01:02.123456Z", "见2026-11-29T06:01:02.123456Z"),
        ("2026-11-29", "2026-11-29"),
    ],
)
def test_a_recorded_instant_is_read_by_the_clock_of_the_county(kept: str, read: str) -> None:
    assert shown(kept) == read


def test_an_act_of_an_older_version_still_reads() -> None:
    record = Record(tenant_id=KANGBAO, code="probe.never_heard_of", actor_name="李敏", subject_label="一组")
    assert record.sentence == "李敏：probe.never_heard_of（一组）"


def test_changes_are_listed_under_their_chinese_names() -> None:
    record = Record(
        tenant_id=KANGBAO,
        code=RENAMED.key,
        before={"name": "一组"},
        after={"name": "第一网格", "targets": [80, 300]},
    )
    lines = [(change.label, change.before, change.after) for change in record.changes]
    assert lines == [("名称", "一组", "第一网格"), ("targets", "—", "80、300")]
