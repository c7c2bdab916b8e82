from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.audit.actions.verify_chain import verify_chain
from core.audit.heads import KeptHead, heads_file, parse_printed, read_heads
from core.tenancy.models import Tenant

SHOWN = 100


class Command(BaseCommand):
    help = "Verify each county's chain of records; name what was changed, removed, inserted or reordered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--county", type=int, action="append", help="six-digit code; may be repeated; default: all"
        )
        parser.add_argument(
            "--heads", type=Path, help="file of heads kept outside; default: var/heads/<county>.jsonl"
        )
        parser.add_argument(
            "--head", action="append", default=[], help="a head as printed on a document, position:hash"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counties = options["county"] or list(Tenant.objects.order_by("code").values_list("code", flat=True))
        broken = [county for county in counties if not self._verify(county, options)]
        if broken:
            raise CommandError(f"审计链校验未通过：{'、'.join(str(county) for county in broken)}")

    def _verify(self, county: int, options: dict[str, Any]) -> bool:
        kept = self._kept(county, options)
        self.stdout.write(f"{county}：开始校验，库外留存链头 {len(kept)} 个")
        count = 0
        for fault in verify_chain(county, at=timezone.now(), kept=kept, progress=self._progress):
            count += 1
            if count <= SHOWN:
                self.stdout.write(f"{county}：{fault}")
        if count > SHOWN:
            self.stdout.write(f"{county}：另有 {count - SHOWN} 处未列出")
        self.stdout.write(f"{county}：{'发现 ' + str(count) + ' 处异常' if count else '校验通过'}")
        return not count

    def _kept(self, county: int, options: dict[str, Any]) -> list[KeptHead]:
        path = options["heads"] or heads_file(county)
        if options["heads"] and not path.exists():
            raise CommandError(f"找不到链头文件 {path}")
        try:
            kept = list(read_heads(path, county)) if path.exists() else []
            return kept + [parse_printed(text) for text in options["head"]]
        except ValueError as error:
            raise CommandError(str(error)) from None

    def _progress(self, verified: int, in_all: int) -> None:
        self.stderr.write(f"已校验 {verified} / {in_all} 条")
