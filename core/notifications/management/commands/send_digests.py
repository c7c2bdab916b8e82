from typing import Any

from django.core.management.base import BaseCommand

from core.notifications.tasks import deliver, digests


class Command(BaseCommand):
    help = "Make the digests whose hour has struck, and send what is due. Beat does the same by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        digests()
        deliver()
