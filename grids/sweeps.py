"""What happens when a planned change's day has come."""

from core.deadlines.registry import Batch, on_due
from grids.actions.apply_changes import apply_changes
from grids.actions.plan_change import TAKE_EFFECT
from grids.models import ChangePromise


@on_due(ChangePromise, TAKE_EFFECT)
def take_effect(batch: Batch) -> str:
    """Carry out the changes of the batch. What each came to stands on the change itself."""
    apply_changes(ids=batch.subject_ids("change"), actor=batch.actor, at=batch.at)
    return "TAKEN_EFFECT"
