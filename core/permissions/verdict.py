"""One check, used three ways: it guards the act, dims the button and says why."""

from dataclasses import dataclass

from core.permissions.actor import ActingPost


class Refused(Exception):
    """An act was refused; the message is a sentence a clerk understands."""


class Conflict(Refused):
    """An act came after another one that it did not know of, or bears that one's key."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a policy. `post` is the post under which the act would be done."""

    ok: bool
    reason: str = ""
    post: ActingPost | None = None

    def __bool__(self) -> bool:
        return self.ok

    @classmethod
    def yes(cls, post: ActingPost | None = None) -> "Verdict":
        return cls(ok=True, post=post)

    @classmethod
    def no(cls, reason: str) -> "Verdict":
        return cls(ok=False, reason=reason)


def require(verdict: Verdict) -> ActingPost | None:
    """Pass, or stop the act.

    Returns:
        The post the act is done under (None for the platform itself).

    Raises:
        Refused: with the verdict's reason.
    """
    if not verdict.ok:
        raise Refused(verdict.reason)
    return verdict.post
