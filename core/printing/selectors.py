from django.db.models import QuerySet

from core.paths.ranges import within
from core.permissions.actor import Actor
from core.printing.models import IssuedDocument, NumberTaken


def documents_of(actor: Actor) -> QuerySet[IssuedDocument]:
    """Papers this person issued, newest first."""
    found: QuerySet[IssuedDocument] = IssuedDocument.objects.filter(issued_by_id=actor.person_id)
    return found.defer("snapshot").order_by("-issued_at", "-id")


def documents_within(actor: Actor) -> QuerySet[IssuedDocument]:
    """Papers of the areas in which this person prints papers again, whoever issued them, newest first."""
    paths = actor.paths_for("printing.reprint")
    found: QuerySet[IssuedDocument] = IssuedDocument.objects.filter(within("path", *paths))
    return found.defer("snapshot").order_by("-issued_at", "-id")


def numbers_of(*, kind: str, year: int) -> QuerySet[NumberTaken]:
    """The register of numbers of a kind and year, voided ones among them."""
    found: QuerySet[NumberTaken] = NumberTaken.objects.filter(sequence__kind=kind, sequence__year=year)
    return found.order_by("sequence__organisation_id", "value")
