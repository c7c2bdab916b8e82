"""A county's ledger of households, and errors planted in it: each kind knows the cell at which it has to be found."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any, Final

import xlsxwriter

from core.rules.identity import id_check_digit

KEYS: Final = (
    "number", "town", "village", "grid", "head", "name", "sex", "born", "relation", "address", "phone",
    "id_number", "is_away", "away_from", "returns_on", "cadre", "note",
)  # fmt: skip
HEADINGS: Final = (
    "户编号", "乡镇", "村（社区）", "网格", "户主", "姓名", "性别", "出生年月", "与户主关系", "家庭住址", "联系电话",
    "身份证号码", "是否外出", "外出日期", "预计返回", "包联干部", "备注",
)  # fmt: skip
FIRST_ROW: Final = 2  # below the headings, as the clerk counts
SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
GIVEN: Final = "长桂满秀国建春海玉成福贵明德永兰芝英凤山"
Row = dict[str, Any]
Place = tuple[str, str, str]  # township, village, grid


def id_number(serial: int, *, is_man: bool, born: dt.date) -> str:
    """A sound number of nobody: the division 130799 isn't given."""
    first = f"130799{born:%Y%m%d}{serial % 500 * 2 + is_man:03d}"
    return first + id_check_digit(first)


def household(at: int, place: Place) -> list[Row]:
    """Head and spouse; no two households share a number of any kind."""
    town, village, grid = place
    surname = SURNAMES[at % len(SURNAMES)]
    head = surname + GIVEN[at // 20 % 20] + GIVEN[at // 400 % 20]
    shared = {
        "number": f"H{at:06d}",
        "town": town,
        "village": village,
        "grid": grid,
        "head": head,
        "address": f"{village}{at // 12 + 1}排{at % 12 + 1}号",
    }
    rows = []
    for who, (name, relation, sex) in enumerate(
        ((head, "户主", "男"), (f"李{GIVEN[at % 20]}芝", "妻", "女"))
    ):
        serial = at * 2 + who
        born = dt.date(1950 + serial // 500 % 40, serial // 20_000 % 12 + 1, serial // 250_000 + 1)
        row = dict.fromkeys(KEYS) | shared
        row |= {
            "name": name,
            "sex": sex,
            "born": f"{born:%Y-%m}",
            "relation": relation,
            "phone": f"139{serial:08d}",
            "id_number": id_number(serial, is_man=not who, born=born),
        }
        rows.append(row)
    return rows


def ledger(count: int, places: Sequence[Place]) -> list[Row]:
    """So many rows, households of two; the last one may be of one."""
    households = (count + 1) // 2
    size = -(-households // len(places))
    rows = [row for at in range(households) for row in household(at, places[at // size])]
    return rows[:count]


def _cell(key: str, value: Any, *, who: int = 1, blamed: str = "") -> Callable[[list[Row]], tuple[int, str]]:
    """One cell of a household's row says something else, and is to blame itself unless another one is."""

    def plant(rows: list[Row]) -> tuple[int, str]:
        rows[who][key] = value
        return who, blamed or key

    return plant


def _away(**values: Any) -> Callable[[list[Row]], tuple[int, str]]:
    def plant(rows: list[Row]) -> tuple[int, str]:
        rows[1] |= values
        return 1, "returns_on"

    return plant


def _number_of_another_sex(rows: list[Row]) -> tuple[int, str]:
    rows[1]["sex"] = "男"
    return 1, "sex"


def _born_to_come(rows: list[Row]) -> tuple[int, str]:
    own = str(rows[1]["id_number"])
    first = own[:6] + "2099" + own[10:17]
    rows[1] |= {"id_number": first + id_check_digit(first), "born": None}
    return 1, "id_number"


def kinds(*, far: Place, twin: str) -> dict[str, Callable[[list[Row]], tuple[int, str]]]:
    """Name → what it does to a household's rows; returns which row, and which column, is to blame.

    Args:
        far: a grid of another township than the clerk's.
        twin: an ID number that stands further up in the file.
    """

    def elsewhere(rows: list[Row]) -> tuple[int, str]:
        rows[1] |= dict(zip(("town", "village", "grid"), far, strict=True))
        return 1, "grid"

    def doubled(rows: list[Row]) -> tuple[int, str]:
        rows[1]["grid"] = "第二网格" if rows[1]["grid"] == "第一网格" else "第一网格"
        return 1, "number"

    def twice(rows: list[Row]) -> tuple[int, str]:
        rows[1] |= {"id_number": twin, "born": None}
        return 1, "id_number"

    return {
        "unknown township": _cell("town", "无此镇"),
        "unknown village": _cell("village", "无此村"),
        "unknown grid": _cell("grid", "第九十九网格"),
        "grid of another township": elsewhere,
        "no head": _cell("relation", "子", who=0),
        "two heads": _cell("relation", "户主"),
        "unknown relation": _cell("relation", "街坊"),
        "another head": _cell("head", "钱不同"),
        "no such month": _cell("born", "1968-13"),
        "month that lost its zero": _cell("born", 1968.1),
        "born to come": _cell("born", "2099-01"),
        "birth against the number": _cell("born", "1931-01"),
        "number too short": _cell("id_number", "13079919680301"),
        "number with letters": _cell("id_number", "13079919680301A02X"),
        "number without its end": _cell("id_number", 130799196803010016.0),
        "number of no day": _cell("id_number", "130799196813010020"),
        "number born to come": _born_to_come,
        "number of another sex": _number_of_another_sex,
        "number twice": twice,
        "phone too short": _cell("phone", "13900"),
        "phone with letters": _cell("phone", "1390000abcd"),
        "name too long": _cell("name", "王" * 41),
        "no name": _cell("name", None),
        "name with digits": _cell("name", "李4"),
        "no address": _cell("address", None),
        "household in two grids": doubled,
        "back before away": _away(is_away="是", away_from="2026-10-01", returns_on="2026-09-01"),
        "back but not away": _away(is_away="否", returns_on="2027-01-01"),
        "unknown sex": _cell("sex", "雄"),
        "like a formula": _cell("note", "=HYPERLINK(1)"),
        "unknown cadre": _cell("cadre", "查无此人"),
    }


def plant(rows: list[Row], count: int, *, far: Place) -> dict[tuple[int, str], str]:
    """Plant so many errors, all kinds in turn, never two in one household and none in the first.

    Returns:
        (row as the clerk counts, column) → kind.
    """
    known = kinds(far=far, twin=str(rows[1]["id_number"]))
    step = (len(rows) // 2 - 1) // count
    if not step:
        raise ValueError("too few households for as many errors")
    planted = {}
    names = list(known)
    for number in range(count):
        at = 2 * (1 + number * step)
        name = names[number % len(names)]
        who, key = known[name](rows[at : at + 2])
        planted[FIRST_ROW + at + who, key] = name
    return planted


def workbook(
    rows: Sequence[Row], *, keys: Sequence[str] = KEYS, headings: Sequence[str] = HEADINGS, saved: str = ""
) -> bytes:
    """The rows as a county's workbook, texts as texts and numbers as numbers; other bytes for each way of `saved`."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"comments": saved})
        page = book.add_worksheet("台账")
        for position, heading in enumerate(headings):
            page.write_string(0, position, heading)
        for line, row in enumerate(rows, 1):
            for position, key in enumerate(keys):
                value = row[key]
                if isinstance(value, float):
                    page.write_number(line, position, value)
                elif value is not None:
                    page.write_string(line, position, str(value))
    return out.getvalue()
