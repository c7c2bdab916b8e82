"""Keeping the words by which a case is found."""

from collections.abc import Iterable
from typing import Any

from core.rules.tokens import tokens_of
from disputes.models import Case, CaseToken, Party


def plain_of(value: Any) -> str:
    """A sealed value as it was typed; a plain one as it is."""
    return str(value.reveal()) if hasattr(value, "reveal") else str(value)


def tokens_for(case: Case, parties: Iterable[Party]) -> set[str]:
    """The words of one case: title, place, number, code; the parties' names with their initials."""
    people = list(parties)
    names = [party.name for party in people]
    last_fours = [plain_of(party.phone)[-4:] for party in people if party.phone]
    texts = [case.title, case.place, case.number, case.code, *names, *last_fours]
    return tokens_of(texts, names=names)


def index_case(case: Case, parties: Iterable[Party]) -> None:
    """Write the words of a case; known ones stay."""
    words = tokens_for(case, parties)
    CaseToken.objects.bulk_create(
        [CaseToken(case=case, token=word) for word in sorted(words)], ignore_conflicts=True
    )


def reindex_case(case: Case, parties: Iterable[Party]) -> None:
    """Write them anew after a correction."""
    CaseToken.objects.filter(case=case).delete()
    index_case(case, parties)
