"""Looking away is counted: every `type: ignore`, `noqa` and skip stands in tests/exceptions.csv with its reason."""

from tests.exceptions import counted, listed


def test_every_exemption_is_listed_and_none_is_stale() -> None:
    times, _ = counted()
    ledger = {one: times for one, (times, _) in listed().items()}
    unlisted = sorted(f"{e.path}: {e.kind} {e.code} ×{n}" for e, n in times.items() if ledger.get(e) != n)
    stale = sorted(f"{e.path}: {e.kind} {e.code} ×{n}" for e, n in ledger.items() if times.get(e) != n)
    assert not unlisted, "run `python -m tests.exceptions` and give reasons: " + "; ".join(unlisted)
    assert not stale, "gone from the source, take it out of the ledger: " + "; ".join(stale)


def test_every_exemption_has_its_reason() -> None:
    assert [f"{e.path}: {e.kind} {e.code}" for e, (_, reason) in listed().items() if len(reason) < 8] == []


def test_nothing_is_silenced_wholesale() -> None:
    assert [e for e in listed() if e.code == "everything" or e.kind.startswith(("ruff", "mypy"))] == []
