"""What is known of a case before a step is judged: plain values, so that a policy asks no question of its own."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Facts:
    """Read by `selectors.facts_of` in one statement.

    Attributes:
        inquiries: how many are on record; corrections are no further ones.
        handler_ids: staff who work on the case by name now; `lead_id` among them. `lead_level` is where that one began
            to lead, `joint_ids` those who work beside.
        has_follower: somebody began the case and follows it, or did.
        level_due_at: when the running term of the level ends.
        recused_ids: staff whose recusal was granted.
        unsigned: names of parties who have not signed for the notice of rights and duties.
        is_written: the agreement in force is a written one.
        filed: codes of the dossier items that are there; a print that still has to be signed is not.
        missing: titles of mandatory dossier items that are not there.
        asked_recusals: recusals that were asked and are not decided.
        has_leader: a leader took the case as their own (包案) and still answers for it.
        owed: how many obligations of the agreement are neither performed nor declared defaulted.
        is_defaulted: the agreement in force was not kept, so that nothing can be built on it any more.
        has_unanswered_report: an immediate report has not gone out.
        is_barred: a crime is suspected or a minor was harmed, whether reported yet or not.
        has_receipt: the body it was last transferred to has signed for it.
    """

    lead_id: UUID | None = None
    lead_level: str = ""
    joint_ids: frozenset[UUID] = frozenset()
    has_follower: bool = False
    level_due_at: dt.datetime | None = None
    handler_ids: frozenset[UUID] = frozenset()
    recused_ids: frozenset[UUID] = frozenset()
    sides: frozenset[str] = frozenset()
    unsigned: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    minors_alone: tuple[str, ...] = ()
    inquiries: int = 0
    sittings: int = 0
    has_agreement: bool = False
    is_written: bool = False
    lacks_effect: tuple[str, ...] = ()
    owed: int = 0
    is_defaulted: bool = False
    filed: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    has_unanswered_report: bool = False
    is_barred: bool = False
    has_receipt: bool = False
    asked_recusals: int = 0
    has_leader: bool = False
