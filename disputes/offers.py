"""What the page of a case offers: one main button, and the other steps behind 更多, greyed with their reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from disputes.choices import State, Verb
from disputes.facts import Facts
from disputes.forms.step_table import BESIDE, FORMS, slug_of
from disputes.models import Case, Step
from disputes.policies import may_step, may_write
from disputes.workflow import MAIN_STEP, move_for, moves_from

GROUPS: Final[tuple[tuple[Text, tuple[str, ...]], ...]] = (
    (
        _("办理"),
        (
            "accept", "return", "resubmit", "settle-on-spot", "assign", "contact", "sign-notice", "start", "inquire",
            "sit", "agree", "perform", "default", "pause", "resume", "extend", "follow-up", "close", "reopen",
        ),
    ),
    (
        _("层级与移送"),
        ("hand-up", "urgent", "hand-back", "hand-to-trade", "transfer", "receipt"),
    ),
    (_("终止调解"), ("refuse", "withdraw", "fail", "terminate", "bar", "report")),
    (
        _("协同与督办"),
        (
            "invite-adviser", "ask-unit", "ask-recusal", "decide-recusal", "take-leader-case", "report-back",
            "end-leader-case", "card",
        ),
    ),
    (_("登记"), ("correct", "note", "merge", "unmerge")),
)  # fmt: skip

_SLUG: Final = "any-step"


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: where it leads, and whether (or why not)."""

    slug: str
    label: Text | str
    url: str
    verdict: Verdict


def offers_of(actor: Actor, case: Case, facts: Facts) -> dict[str, Offer]:
    """Every step that the table has from where the case stands, and the acts beside it, by slug."""
    found: dict[str, Offer] = {}
    before, after = reverse("case_step", args=[case.pk, _SLUG]).split(_SLUG)  # once for two dozen of them

    def offer(slug: str, label: Text | str, verdict: Verdict) -> Offer:
        return Offer(slug, label, f"{before}{slug}{after}", verdict)

    for move in moves_from(case.state, was_accepted=case.was_accepted):
        slug = slug_of(move.verb)
        if move.verb in FORMS and slug not in found:
            found[slug] = offer(slug, move.label, may_step(actor, case, move.verb, facts))
    for slug, act in BESIDE.items():
        if act.is_offered(case, facts):
            found[slug] = offer(slug, act.label, act.policy(actor, case, facts))
    return found


def main_offer(
    actor: Actor, case: Case, facts: Facts, offers: dict[str, Offer], *, steps: Sequence[Step] = ()
) -> Offer | None:
    """The next lawful step in the ordinary course (workflow.MAIN_STEP), or what has to be done before it."""
    for slug in _before_main(case, facts):
        if slug in offers:
            return offers[slug]
    page = _page_instead(case, facts, steps)
    if page is not None:
        label, route = page
        url = reverse(route, args=[case.pk])
        return Offer(route, label, url, may_write(actor, case, facts))
    verb = MAIN_STEP.get(case.state)
    return offers.get(slug_of(verb)) if verb else None


def grouped(offers: dict[str, Offer], main: Offer | None) -> list[tuple[Text, list[Offer]]]:
    """The others behind 更多, in their groups; what can be done before what can't."""
    rows = []
    for label, slugs in GROUPS:
        own = [offers[slug] for slug in slugs if slug in offers and (main is None or slug != main.slug)]
        if own:
            rows.append((label, sorted(own, key=lambda offer: not offer.verdict.ok)))
    return rows


def _before_main(case: Case, facts: Facts) -> Iterator[str]:
    if facts.has_unanswered_report:
        yield "report"
    if case.state == State.ACCEPTED:
        if case.mediator_id is None:
            yield "assign"
        if facts.unsigned:
            yield "sign-notice"
    if (
        case.state == State.MEDIATING
        and facts.sittings
        and facts.has_agreement
        and not (facts.lacks_effect or facts.is_defaulted)
    ):
        yield "agree"
    if case.state == State.TRANSFERRED and not facts.has_receipt:
        yield "receipt"


def _page_instead(case: Case, facts: Facts, steps: Sequence[Step]) -> tuple[str, str] | None:
    if case.state == State.MEDIATING and (
        facts.is_defaulted or (not facts.has_agreement and _is_agreed(steps))
    ):
        return _t("拟订调解协议"), "agreement_draft"
    if case.state == State.MEDIATING and facts.has_agreement and facts.lacks_effect:
        return _t("登记协议签名盖章"), "agreement"
    if case.state == State.PERFORMING and facts.owed:
        return _t("登记履行"), "agreement"
    if case.state in (State.SETTLED, State.ENDED) and facts.missing:
        return _t("补齐卷宗"), "dossier"
    return None


def _is_agreed(steps: Sequence[Step]) -> bool:
    """Whether the last session ended in agreement."""
    last = next((step for step in reversed(steps) if step.verb == Verb.SIT), None)
    return last is not None and bool(last.facts.get("is_agreed"))


def label_of(case: Case, verb: Verb) -> str:
    """The word on a step's button from where the case stands."""
    move = move_for(case.state, verb, was_accepted=case.was_accepted)
    return str(move.label) if move else str(verb.label)
