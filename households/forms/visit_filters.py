"""What the lists of visits and demands are asked for, out of their addresses. What is not understood is said."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import finding
from accounts.models import Staff
from accounts.selectors import search_staff
from core.forms.filtering import DayFilter, Filters, WordsField, one_of
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.workcalendar.rules import ONE_DAY, start_of
from households.choices import Way
from households.finding import found_by
from households.models import Door
from households.policies import VIEW


class PlaceFilters(Filters):
    """Which doors, where."""

    q = WordsField(label=_("户主、地址、电话"))
    area = forms.CharField(label=_("区域"), required=False, max_length=60)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "f-%s", **kwargs})
        self.actor = actor
        if not actor.paths_for(VIEW):
            del self.fields["area"]

    @property
    def troubles(self) -> list[str]:
        """Also that somebody without a ground asked for an area."""
        asks = "area" not in self.fields and self.data.get("area")
        return [*super().troubles, *([str(_("没有可按区域筛选的辖区，没有按区域筛选。"))] if asks else [])]

    def clean_area(self) -> str:
        """The path of the area that was typed; "" where nothing was."""
        words = self.cleaned_data["area"]
        if not words.strip():
            return ""
        try:
            return str(finding.find_area(words, self.actor.paths_for(VIEW)).path)
        except finding.NotFound as error:
            raise forms.ValidationError(str(error)) from error

    def asked(self) -> Q:
        """What is asked for; what was not understood is left out."""
        self.is_valid()
        given, wanted = self.cleaned_data, Q()
        if words := given.get("q", "").strip():
            wanted &= Q(door_id__in=found_by(Door.objects.all(), words).values("pk"))
        if path := given.get("area"):
            wanted &= within("path", path)
        return wanted


class VisitFilters(PlaceFilters):
    """Who was there, how, when."""

    staff = forms.CharField(label=_("走访人"), required=False, max_length=40)
    way = one_of(_("方式"), Way.choices)
    since = DayFilter(_("走访起"))
    until = DayFilter(_("走访止"))

    def narrowed(self, visits: QuerySet[Any]) -> QuerySet[Any]:
        """The visits that the address asks for."""
        wanted = self.asked()
        given = self.cleaned_data
        if words := given.get("staff", "").strip():
            wanted &= Q(staff_id__in=search_staff(Staff.objects.all(), words).values("pk"))
        if given.get("way"):
            wanted &= Q(way=given["way"])
        if given.get("since"):
            wanted &= Q(visited_at__gte=start_of(given["since"]))
        if given.get("until"):
            wanted &= Q(visited_at__lt=start_of(given["until"] + ONE_DAY))
        return visits.filter(wanted)


class DemandFilters(PlaceFilters):
    """Of whom, where."""

    def narrowed(self, demands: QuerySet[Any]) -> QuerySet[Any]:
        """The demands that the address asks for."""
        return demands.filter(self.asked())
