from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GridsConfig(AppConfig):
    name = "grids"
    verbose_name = _("网格")

    def ready(self) -> None:
        # A stored change finds its class by kind: every verb that has one is known before the first sweep.
        from grids.actions import (  # noqa: F401
            describe_area,
            merge_areas,
            move_area,
            open_area,
            recode_area,
            rename_area,
            retire_area,
            set_boundary,
            split_area,
        )
