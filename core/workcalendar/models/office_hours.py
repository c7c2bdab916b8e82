from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.models import TenantModel
from core.workcalendar.hours import OfficeHours, hours_text, openings_of


class OfficeHoursFrom(TenantModel):
    """The county's office hours from a day on, until the next row; a summer's and a winter's follow one another.

    `spans` is `[["08:30", "12:00"], ["14:00", "17:30"]]`.
    """

    from_on = models.DateField(_("起"))
    spans = models.JSONField(_("办公时间"))
    added_at = models.DateTimeField(_("添加时间"))
    added_by_name = models.CharField(_("添加人"), max_length=60)

    class Meta(TenantModel.Meta):
        verbose_name = _("办公时间")
        ordering = ["from_on"]
        constraints = [models.UniqueConstraint(fields=["tenant", "from_on"], name="workcalendar_hours_once")]

    def __str__(self) -> str:
        return f"{self.from_on} {hours_text(self.openings)}"

    @property
    def openings(self) -> OfficeHours:
        return openings_of(self.spans)
