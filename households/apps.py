from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = _("包联走访")

    def ready(self) -> None:
        from accounts.handing_over import moves_with_a_post
        from households import (  # noqa: F401  # they register themselves
            campaign_notices,
            campaign_sweeps,
            demand_sweeps,
            duty_exports,
            exports,
            liaison_notices,
            liaison_sheet,
            notices,
            panels,
            request_notices,
            request_sweeps,
            sweeps,
            visit_notices,
        )
        from households.following import PAIRS

        moves_with_a_post(PAIRS)
