"""Turning a template and plain data into a PDF.

The data travels as JSON in typst's `sys.inputs` and is read there as a value, so nothing a resident wrote can
become markup or code.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import typst
from django.conf import settings

from core.printing.fonts import Faces, fonts

FRAMES: Final = "core/printing/typst"
LEDGER: Final = f"{FRAMES}/ledger.typ"
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


class TypesettingFailed(Exception):
    """The template doesn't compile, or only with a warning."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The foot of the page.

    Attributes:
        number: the paper's own number, e.g. （2026）康调字第0012号.
        head_hash: head of the county's record chain when it was printed, as `position:hash`.
    """

    printed_at: datetime
    printed_by: str = ""
    number: str = ""
    head_hash: str = ""


def render(template: str, data: Mapping[str, Any], imprint: Imprint, *, pages: str = "") -> bytes:
    """Set `template` with `data`; equal arguments give equal bytes.

    Args:
        template: path below the project, e.g. "grids/printouts/notice_board.typ".
        data: anything JSON can carry.
        pages: "later" where page numbers are laid over afterwards.

    Raises:
        FontMissing: a font of the settings is missing.
        TypesettingFailed: typst refused it or warned.
    """
    faces = Faces.from_settings()
    meta = {
        **asdict(imprint),
        "printed_at": imprint.printed_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        "body_fonts": faces.body,
        "head_fonts": faces.head,
        "pages": pages,
    }
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(template_path(template)),
            root=str(settings.BASE_DIR),
            font_paths=fonts(faces),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": _json(data), "meta": _json(meta)},
            package_path=str(settings.VAR_DIR / "no-packages"),  # nothing is fetched from the network
            package_cache_path=str(settings.VAR_DIR / "no-packages"),
            timestamp=int(imprint.printed_at.timestamp()),
            pdf_tags=pages != "later",  # tags double a long ledger, and joining would break them
        )
    except typst.TypstError as error:
        raise TypesettingFailed(f"{template}: {error.diagnostic or error.message}") from None
    if warnings:
        raise TypesettingFailed(f"{template}: {'; '.join(w.message for w in warnings)}")
    return bytes(pdf)


def template_path(template: str) -> Path:
    """The file of a template; only .typ files below the project are templates."""
    root = Path(settings.BASE_DIR).resolve()
    path = (root / template).resolve()
    if not path.is_relative_to(root) or path.suffix != ".typ" or not path.is_file():
        raise TypesettingFailed(f"{template}: no such template")
    return path


@cache
def template_version(template: str) -> str:
    """Hash of the template and of the shared frames: which form of the form a paper was issued in."""
    digest = hashlib.sha256()
    for path in [template_path(template), *sorted((Path(settings.BASE_DIR) / FRAMES).glob("*.typ"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
