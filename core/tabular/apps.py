from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TabularConfig(AppConfig):
    name = "core.tabular"
    label = "tabular"

    def ready(self) -> None:
        autodiscover_modules("imports")  # <room>/imports.py registers what can be imported
        autodiscover_modules("exports")  # and <room>/exports.py what goes out
