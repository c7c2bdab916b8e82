from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.crypto import keyring
from core.crypto.rotation import BATCH_ROWS, remaining, rotate
from core.crypto.sealing import PLATFORM, SealBroken, current_keyring, forget_keyring
from core.tenancy.models import Tenant


class Command(BaseCommand):
    help = (
        "Seal every sensitive value under another key. Can be stopped and started again at any time. "
        "The old key stays in the keyring: records, which are never rewritten, and backups are sealed with it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, metavar="KEY", help="the key to end with, e.g. k2")
        parser.add_argument(
            "--create",
            choices=sorted(keyring.KEY_BYTES),
            help="make that key first and let it seal from now on",
        )
        parser.add_argument("--tenant", type=int, help="this county only")
        parser.add_argument("--batch", type=int, default=BATCH_ROWS)
        parser.add_argument("--database", default="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        key_id, using = options["to"], options["database"]
        try:
            if options["create"]:
                self._create(key_id, options["create"])
            ring = current_keyring(missing=key_id)
        except keyring.KeyringError as error:
            raise CommandError(str(error)) from None
        if key_id not in ring.keys:
            raise CommandError(f"key {key_id} is not in the keyring (known: {', '.join(sorted(ring.keys))})")
        if ring.active != key_id:
            raise CommandError(f"{ring.active} still seals new values: make {key_id} the active key first")
        left = 0
        counties = Tenant.objects.using(using).order_by("code").values_list("code", flat=True)
        for code in [options["tenant"]] if options["tenant"] else [PLATFORM, *counties]:
            try:
                for at in rotate(tenant=code, key_id=key_id, using=using, batch=options["batch"]):
                    self.stdout.write(f"{_whose(at.tenant)} {at.table}.{at.column}: {at.sealed}")
            except SealBroken as error:
                raise CommandError(f"{_whose(code)}: {error}. Nothing of this batch was written.") from error
            left += remaining(tenant=code, key_id=key_id, using=using)
        if left:
            raise CommandError(f"{left} values are still under another key: run the command again")
        self.stdout.write(self.style.SUCCESS(f"Everything is sealed with {key_id}."))

    def _create(self, key_id: str, alg: str) -> None:
        path = Path(settings.FIELD_KEYS_FILE)
        content = keyring.read(path)
        if key_id in content.get("keys", {}):
            self.stdout.write(f"{key_id} is there already.")
        else:
            keyring.write(path, keyring.with_new_key(content, key_id=key_id, alg=alg, activate=True))
        forget_keyring()


def _whose(code: int) -> str:
    return "the platform" if code == PLATFORM else f"county {code}"
