"""A step sent again under its key: the same request, or other content that must not be lost without a word."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from disputes.checking import differing
from disputes.choices import Verb
from disputes.mediators import committee_called, staff_named
from disputes.models import Agreement, FollowUp, Step

# What a step asks for in words, by the name it has there; the step keeps it as its note.
_WORDS: Final = ("note", "reason", "found", "finding", "result")
_NAMED: Final[Mapping[str, Callable[[Any], Any]]] = {"mediator": staff_named, "committee": committee_called}


def says_otherwise(taken: Step, given: Mapping[str, Any]) -> bool:
    """Whether what is sent now differs from what the step keeps of what was sent then.

    Compared is what no later act changes: the words, the facts told in the timeline, the level it leads to, and the
    agreement or visit written with it. What a record of a session or an inquiry says further may have been corrected.
    """
    own = _OWN.get(Verb(taken.verb), _note_differs)
    return own(taken, given) or any(_fact_differs(taken, name, value) for name, value in given.items())


def words_differ(taken: Step, posted: Mapping[str, Any]) -> bool:
    """The same of what a page's form posts, by its words alone: its other fields bear their own names."""
    words = {name: posted[name] for name in (*_WORDS, "whom", "content") if name in posted}
    own = _OWN.get(Verb(taken.verb), _note_differs) if taken.verb != Verb.CORRECT else _note_differs
    return own(taken, words)


def _note_differs(taken: Step, given: Mapping[str, Any]) -> bool:
    return any(given[name].strip() != taken.note for name in _WORDS if name in given)


def _agreed_differs(taken: Step, given: Mapping[str, Any]) -> bool:
    written = Agreement.objects.filter(case_id=taken.case_id, written_at=taken.at).first()
    return written is not None and bool(differing(written, {"content": given["content"].strip()}))


def _visit_differs(taken: Step, given: Mapping[str, Any]) -> bool:
    words = {name: value.strip() for name, value in given.items() if name in ("whom", "content")}
    return bool(differing(FollowUp.objects.get(pk=taken.pk), {**given, **words}))


def _correction_differs(taken: Step, given: Mapping[str, Any]) -> bool:
    """What was sent and stood there already left no trace, so only what was changed then is compared."""
    then = taken.facts["after"]
    now = {name: str(value) for name, value in given["values"].items() if name in then}
    is_other = now != {name: str(value) for name, value in then.items()}
    return is_other or taken.facts["added"] != len(given["new_parties"]) or _note_differs(taken, given)


_OWN: Final[Mapping[Verb, Callable[[Step, Mapping[str, Any]], bool]]] = {
    Verb.SETTLE_ON_SPOT: _agreed_differs,
    Verb.FOLLOW_UP: _visit_differs,
    Verb.CORRECT: _correction_differs,
}


def _fact_differs(taken: Step, name: str, value: Any) -> bool:
    if name == "to_level":
        return bool(value != taken.level)
    if name not in taken.facts or value is None:
        return False
    if name in _NAMED:
        named = _NAMED[name](value)
        return named is None or named.name != taken.facts[name]
    return str(value) != str(taken.facts[name])
