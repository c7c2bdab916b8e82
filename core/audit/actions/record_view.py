"""Looking is an act: whoever opens a file in full leaves a record on it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models

from core.audit.actions.record import record
from core.audit.choices import Kind
from core.audit.codes import Code
from core.permissions.actor import ActingPost, Actor


def record_view(
    code: Code,
    *,
    actor: Actor,
    at: datetime,
    subject: models.Model,
    post: ActingPost | None = None,
    fields: Iterable[str] = (),
    reason: str = "",
    path: str | None = None,
) -> UUID:
    """Record that `subject` was seen in full, or which of its hidden fields were opened.

    Args:
        code: an act of kind READ.
        fields: names of the fields opened; their values are never recorded.
        reason: why, where the role needs one.

    Returns:
        The record's id.

    Raises:
        ValueError: the code is of another kind, so "who looked at this?" would not show it.
    """
    if code.kind != Kind.READ:
        raise ValueError(f"{code} is no act of looking")
    opened = sorted(fields)
    after = {"fields": opened} if opened else {}
    return record(code, actor=actor, at=at, post=post, subject=subject, after=after, reason=reason, path=path)
