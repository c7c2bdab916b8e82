"""The roof: settings, urls, the API put together, Celery with the only beat schedule, the table of abilities."""

from governance.celery import app as celery_app

__all__ = ["celery_app"]
