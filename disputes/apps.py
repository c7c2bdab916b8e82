from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisputesConfig(AppConfig):
    name = "disputes"
    verbose_name = _("矛盾纠纷")

    def ready(self) -> None:
        from disputes import notices, sweeps  # noqa: F401  # they register themselves
