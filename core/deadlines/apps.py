from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    name = "core.deadlines"
    label = "deadlines"
    verbose_name = _("期限")

    def ready(self) -> None:
        from core.deadlines.actions import recompute_deadlines
        from core.workcalendar import followers

        autodiscover_modules("sweeps")
        followers.register(
            "deadlines",
            behind=recompute_deadlines.behind,
            preview=recompute_deadlines.shifts,
            follow=recompute_deadlines.recompute_deadlines,
        )
