"""Celery, and the only beat schedule of the house. Redis may be emptied: no promise lives here, only ticks."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")

app = Celery("governance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["governance"], related_name="pulse")

app.conf.beat_schedule = {
    "pulse": {"task": "governance.pulse.pulse", "schedule": 10.0},
    "audit relay": {"task": "audit.relay_counties", "schedule": 5.0, "options": {"expires": 5.0}},
    "notices out": {"task": "notifications.deliver", "schedule": 10.0, "options": {"expires": 10.0}},
    "digests": {"task": "notifications.digests", "schedule": 300.0, "options": {"expires": 300.0}},
    "audit chains": {"task": "audit.verify_counties", "schedule": crontab(hour="2", minute="30")},
    "audit heads": {"task": "audit.keep_heads", "schedule": 600.0, "options": {"expires": 600.0}},
    "imports left": {"task": "tabular.resume", "schedule": 60.0, "options": {"expires": 60.0}},
    "calendar changes left": {"task": "workcalendar.resume", "schedule": 60.0, "options": {"expires": 60.0}},
    "monthly reports": {"task": "disputes.open_reports", "schedule": crontab(minute="5")},
    "months of visits": {"task": "households.open_month", "schedule": crontab(minute="1")},
    "deadlines": {
        "task": "deadlines.tick",
        "schedule": settings.SWEEP_EVERY,
        "options": {"expires": settings.SWEEP_EVERY},
    },
}


@worker_init.connect
@beat_init.connect
def _refuse_an_open_wall(**kwargs: Any) -> None:
    from governance.refusal import refuse_an_open_wall

    refuse_an_open_wall()
