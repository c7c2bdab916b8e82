"""Official codes: 12 digits down to the village (GB/T 10114 and the statistical divisions), three more for a grid."""

from collections.abc import Iterable

from grids.choices import Level

LENGTH = 12
GRID_LENGTH = 15
LAST_SERIAL = 999


def level_of(code: str) -> Level:
    """The level a 12-digit code stands for."""
    if code[6:] == "000000":
        return Level.COUNTY
    return Level.TOWNSHIP if code[9:] == "000" else Level.VILLAGE


def parent_code(code: str) -> str:
    """The 12-digit code one level up; empty for a county."""
    return {
        Level.COUNTY: "",
        Level.TOWNSHIP: code[:6] + "000000",
        Level.VILLAGE: code[:9] + "000",
    }[level_of(code)]


def next_grid_code(village_code: str, used: Iterable[str]) -> str:
    """The next 15-digit code in a village; empty where the village has none or its 999 are used up.

    Args:
        used: every grid code the village ever had: a code is not given twice.
    """
    serials = [int(code[LENGTH:]) for code in used if len(code) == GRID_LENGTH]
    serial = max(serials, default=0) + 1
    return f"{village_code}{serial:03}" if len(village_code) == LENGTH and serial <= LAST_SERIAL else ""


def misfit(code: str, *, level: int, parent: str) -> str:
    """What is wrong with a code for an area of `level` whose parent has the code `parent`; empty if nothing.

    A statistical code need not begin with its parent's (virtual units), so only grids are held to it.
    """
    if not code:
        return ""
    wanted = LENGTH if level < Level.GRID else GRID_LENGTH
    if not (code.isascii() and code.isdigit() and len(code) == wanted):
        return f"编码应为{wanted}位数字"
    if level == Level.GRID and parent and not code.startswith(parent):
        return f"网格编码应以所属村（社区）编码{parent}开头"
    return ""
