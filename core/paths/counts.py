"""Counting rows per area: one range per area, never a join on prefixes."""

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from core.paths.ranges import PAST_THE_END


def count_below(rows: QuerySet[Any], field: str = "path") -> Coalesce:
    """An annotation for a query on areas: how many of `rows` lie in each area's subtree.

    The database runs it once per area as a range on the rows' own (tenant, path) index; the sum over a county is one
    walk along that index. Use: `children.annotate(cases=count_below(Case.objects.filter(is_open=True)))`.
    """
    inside = rows.filter(
        **{
            "tenant_id": OuterRef("tenant_id"),
            f"{field}__gte": OuterRef("path"),
            f"{field}__lt": Concat(OuterRef("path"), Value(PAST_THE_END)),
        }
    )
    # Grouped by the constant tenant: one row, without ORM's GROUP BY over the model's columns.
    counted = inside.order_by().values("tenant_id").annotate(n=Count(F("pk"))).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
