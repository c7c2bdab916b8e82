import time
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.crypto import keyring
from core.crypto.reindexing import Twins, left_under, reindex
from core.crypto.rotation import BATCH_ROWS, remaining, rotate
from core.crypto.sealing import (
    LOOK_AGAIN_SECONDS,
    PLATFORM,
    SealBroken,
    current_keyring,
    forget_keyring,
)
from core.tenancy.models import Tenant

Content = Mapping[str, Any]


class Command(BaseCommand):
    help = """Seal every sensitive value under another key, or make every blind index anew under another index key.
It may be stopped and started again at any time, while people work.

  rotate_keys --to k2 --create AES-256-GCM      every value, under a new key
  rotate_keys --index-to i2 --create-index      every blind index, under a new index key
  rotate_keys --index-to i2 --retire i1         a day later: the old index key is looked up with no more

Old keys stay in the keyring: records, which are never rewritten, and backups are sealed and proven with them."""

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        wanted = parser.add_mutually_exclusive_group(required=True)
        wanted.add_argument("--to", metavar="KEY", help="the key to end with, e.g. k2")
        wanted.add_argument("--index-to", metavar="KEY", help="the index key to end with, e.g. i2")
        parser.add_argument(
            "--create",
            choices=sorted(keyring.KEY_BYTES),
            help="make that key first and let it seal from now on",
        )
        parser.add_argument("--create-index", action="store_true", help="make that index key first")
        parser.add_argument("--retire", metavar="KEY", help="an index key that no row stands under any more")
        parser.add_argument(
            "--only-create",
            action="store_true",
            help="make the key and stop, where processes read a copy of the keyring that has to follow first",
        )
        parser.add_argument("--tenant", type=int, help="this county only")
        parser.add_argument("--batch", type=int, default=BATCH_ROWS)
        parser.add_argument("--database", default="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["to"]:
                self._seal(options["to"], options)
            else:
                self._index(options["index_to"], options)
        except keyring.KeyringError as error:
            raise CommandError(str(error)) from None

    def _seal(self, key_id: str, options: Mapping[str, Any]) -> None:
        alg, only = options["create"], options["only_create"]
        if alg:
            self._add(
                key_id,
                "keys",
                lambda content: keyring.with_new_key(content, key_id=key_id, alg=alg, activate=not only),
            )
            if only:
                return
        ring = current_keyring(missing=key_id)
        if key_id not in ring.keys:
            raise CommandError(f"key {key_id} is not in the keyring (known: {', '.join(sorted(ring.keys))})")
        if ring.active != key_id:
            if not alg:
                raise CommandError(
                    f"{ring.active} still seals new values: make {key_id} the active key first"
                )
            self._change(lambda content: {**content, "active": key_id})
        left = 0
        for code in self._grounds(options):
            try:
                for at in rotate(
                    tenant=code, key_id=key_id, using=options["database"], batch=options["batch"]
                ):
                    self.stdout.write(f"{_whose(at.tenant)} {at.table}.{at.column}: {at.sealed}")
            except SealBroken as error:
                raise CommandError(f"{_whose(code)}: {error}. Nothing of this batch was written.") from error
            left += remaining(tenant=code, key_id=key_id, using=options["database"])
        if left:
            raise CommandError(f"{left} values are still under another key: run the command again")
        self.stdout.write(self.style.SUCCESS(f"Everything is sealed with {key_id}."))

    def _index(self, key_id: str, options: Mapping[str, Any]) -> None:
        if options["create_index"]:
            self._add(key_id, "index_keys", lambda content: keyring.with_new_index(content, key_id=key_id))
            if options["only_create"]:
                return
            time.sleep(LOOK_AGAIN_SECONDS)  # every process looks it up before the first one writes with it
        if current_keyring(missing_index=key_id).index_active != key_id:
            self._change(lambda content: keyring.with_active_index(content, key_id=key_id))
            time.sleep(LOOK_AGAIN_SECONDS)
        left, twins = 0, list[Twins]()
        for code in self._grounds(options):
            try:
                for at in reindex(
                    tenant=code, key_id=key_id, using=options["database"], batch=options["batch"]
                ):
                    self.stdout.write(f"{_whose(at.tenant)} {at.table}.{at.column}: {at.sealed}")
            except SealBroken as error:
                raise CommandError(f"{_whose(code)}: {error}. Nothing of this batch was written.") from error
            except Twins as found:
                twins.append(found)
            left += left_under(tenant=code, using=options["database"], but=key_id)
        if twins:
            raise CommandError(
                "these rows hold the value of another row, in a column where it stands once only; make them "
                f"one, then run the command again: {'; '.join(map(str, twins))}"
            )
        if left:
            raise CommandError(f"{left} blind indexes are still under another key: run the command again")
        self.stdout.write(self.style.SUCCESS(f"Every blind index is under {key_id}."))
        if options["retire"]:
            self._retire(options["retire"], options)

    def _retire(self, key_id: str, options: Mapping[str, Any]) -> None:
        if options["tenant"]:
            raise CommandError("an index key is retired for all counties at once: leave out --tenant")
        if key_id not in current_keyring().index_keys:
            raise CommandError(f"index key {key_id} is not in the keyring")
        self._change(lambda content: keyring.with_retired_index(content, key_id=key_id))
        self.stdout.write(f"{key_id} is looked up with no more; records are still proven with it.")

    def _grounds(self, options: Mapping[str, Any]) -> list[int]:
        if options["tenant"]:
            return [options["tenant"]]
        counties = Tenant.objects.using(options["database"]).order_by("code")
        return [PLATFORM, *counties.values_list("code", flat=True)]

    def _add(self, key_id: str, part: str, make: Callable[[Content], Content]) -> None:
        if key_id in keyring.read(Path(settings.FIELD_KEYS_FILE)).get(part, {}):
            self.stdout.write(f"{key_id} is there already.")
        else:
            self._change(make)

    def _change(self, make: Callable[[Content], Content]) -> None:
        path = Path(settings.FIELD_KEYS_FILE)
        keyring.write(path, make(keyring.read(path)))
        forget_keyring()


def _whose(code: int) -> str:
    return "the platform" if code == PLATFORM else f"county {code}"
