from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = _("包联走访")

    def ready(self) -> None:
        from households import (  # noqa: F401  # they register themselves
            campaign_notices,
            campaign_sweeps,
            demand_sweeps,
            visit_notices,
        )
