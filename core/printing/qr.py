"""QR codes as SVG, drawn by typst from the data."""

import io
from typing import Literal

import segno


def qr_svg(content: str, *, error: Literal["L", "M", "Q", "H"] = "M") -> str:
    """The code as SVG text with its quiet zone; goes into the data and is drawn by `picture` of frame.typ."""
    out = io.BytesIO()
    segno.make_qr(content, error=error).save(out, kind="svg", border=2, xmldecl=False, svgns=True, scale=10)
    return out.getvalue().decode()
