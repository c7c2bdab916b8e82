from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "core.audit"
    label = "audit"
    verbose_name = "审计"

    def ready(self) -> None:
        from celery.signals import task_postrun, task_prerun

        from core.audit import checks, origin  # noqa: F401  # checks register by being imported

        autodiscover_modules("log_codes")
        autodiscover_modules("reactions")
        task_prerun.connect(origin.task_begins, dispatch_uid="audit.origin")
        task_postrun.connect(origin.task_ends, dispatch_uid="audit.origin")
