import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.audit import rules
from core.audit.choices import Channel

# A busy machine draws slowly; that says nothing about the arithmetic.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY_JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@patient
@given(ANY_JSON)
def test_the_plain_form_survives_json_unchanged(value: object) -> None:
    plain = rules.plain(value)
    assert json.loads(rules.canonical(plain)) == plain
    assert rules.plain(plain) == plain


@patient
@given(ANY_JSON)
def test_the_spelling_is_that_of_the_standard_library(value: object) -> None:
    plain = rules.plain(value)
    spelled = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert rules.canonical(plain) == spelled.encode()


@patient
@given(st.dictionaries(st.text("abc_", min_size=1), st.integers(), max_size=6))
def test_the_order_of_keys_does_not_count(values: dict[str, int]) -> None:
    backwards = dict(reversed(list(values.items())))
    assert rules.canonical(rules.plain(values)) == rules.canonical(rules.plain(backwards))


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 17, 30, tzinfo=timezone(timedelta(hours=8))), "2026-11-22T09:30:00.000000Z"),
        (Decimal("95.50"), "95.50"),
        (0.1, "0.1"),
        (1e22, "1e+22"),
        (2**60, str(2**60)),
        (True, True),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (Channel.WEB, "WEB"),
        ({"b", "a"}, ["a", "b"]),
        ((1, None), [1, None]),
        ("a\0b", "ab"),
    ],
)
def test_every_value_has_one_spelling(value: object, plain: object) -> None:
    assert rules.plain(value) == plain


def test_an_object_is_refused() -> None:
    with pytest.raises(TypeError, match="record its values"):
        rules.plain(object())


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        rules.plain(datetime(2026, 11, 22))  # noqa: DTZ001  # the case itself


def test_the_published_digest_never_changes() -> None:
    """The spelling is a promise: a chain sealed today must verify in ten years."""
    digest = rules.record_digest(
        {"id": "1", "after": {"name": "康保镇"}, "at": rules.instant(datetime(2026, 1, 1, tzinfo=UTC))}
    )
    assert digest == DIGEST
    link = rules.seal_hash(previous=rules.genesis(130723), position=1, record_id=UUID(int=1), digest=digest)
    assert link == LINK


DIGEST = "7ee7ed9ac58bda9aa92a9391fced7d79418292ec75b1a979a28b635c4705a4fc"
LINK = "c79d7c011ff5886da177e89cd7619fe747a7e975613913732d7acc0b4f6ed67b"


def test_neighbouring_counties_start_on_different_ground() -> None:
    assert rules.genesis(130723) != rules.genesis(130722)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (5, 16), (9, 256), (10, 360), (1000, 360)])
def test_what_fails_is_pushed_further_ahead_each_time(attempts: int, minutes: int) -> None:
    assert rules.retry_after(attempts) == timedelta(minutes=minutes)
