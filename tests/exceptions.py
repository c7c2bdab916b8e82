"""Every place where a checker is told to look away or a test may be skipped, read from the source.

`python -m tests.exceptions` writes tests/exceptions.csv anew; reasons are taken from the line itself
(`# noqa: S603  # the command is ours`) and kept from the file where the line has none.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import subprocess
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEDGER = ROOT / "tests" / "exceptions.csv"
COLUMNS = ("path", "kind", "code", "times", "reason")
_COMMENT = re.compile(
    r"#\s*(type:\s*ignore|noqa|ruff:\s*noqa|mypy:|fmt:\s*off|pragma:)[\[:\s]*([\w-]+(?:,\s*[\w-]+)*)?\]?"
)
_SKIPS = {"skip", "skipif", "importorskip", "xfail", "skip_unless", "SkipTest"}


@dataclass(frozen=True, slots=True)
class Exemption:
    """One kind of looking away in one file; `code` is the rule that is silenced, or the skipping call."""

    path: str
    kind: str
    code: str


def python_files() -> list[Path]:
    """Every Python file of the product, whether committed yet or not."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "script/*"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        names = done.stdout.split()
        found = {ROOT / name for name in names if name.endswith(".py")}
    else:  # a copy without history
        left_out = {"var", ".venv", "node_modules", ".git"}
        found = {p for p in ROOT.rglob("*.py") if p.relative_to(ROOT).parts[0] not in left_out}
    return sorted(path for path in found if path.exists())


def found_in(path: Path) -> Iterator[tuple[Exemption, str]]:
    """Each exemption in one file, with the reason that stands on its line ('' where none does)."""
    name, source = path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and (match := _COMMENT.search(token.string)):
            kind = " ".join(match[1].replace(":", ": ").split())
            reason = token.string[match.end() :].strip(" #-—:")
            yield Exemption(name, kind, match[2] or "everything"), reason
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in _SKIPS and _is_pytest(node.value):
            yield Exemption(name, "skip", f"pytest.{node.attr}"), ""


def _is_pytest(node: ast.expr) -> bool:
    inner = node.value if isinstance(node, ast.Attribute) else node
    return isinstance(inner, ast.Name) and inner.id == "pytest"


def counted() -> tuple[Counter[Exemption], dict[Exemption, str]]:
    """How often each exemption occurs, and the reasons found beside them."""
    times: Counter[Exemption] = Counter()
    reasons: dict[Exemption, str] = {}
    for path in python_files():
        for one, reason in found_in(path):
            times[one] += 1
            reasons.setdefault(one, reason) if reason else None
    return times, reasons


def listed() -> dict[Exemption, tuple[int, str]]:
    """The committed ledger: times and reason of each exemption."""
    with LEDGER.open(encoding="utf-8", newline="") as file:
        return {
            Exemption(row["path"], row["kind"], row["code"]): (int(row["times"]), row["reason"])
            for row in csv.DictReader(file)
        }


def write() -> None:
    """Write the ledger from the source."""
    times, reasons = counted()
    before = listed() if LEDGER.exists() else {}
    with LEDGER.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in sorted(times, key=lambda e: (e.path, e.kind, e.code)):
            reason = reasons.get(one) or before.get(one, (0, ""))[1]
            writer.writerow([one.path, one.kind, one.code, times[one], reason])


if __name__ == "__main__":
    write()
