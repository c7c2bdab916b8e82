from dataclasses import replace
from decimal import ROUND_HALF_UP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disputes.rules.statistics import COLUMNS, HEADS, MAJOR, SWEEPS, TOTAL, Counted, FormRow, matrix
from disputes.seed import statistics_rows

FORM = tuple(FormRow(row.code, row.label, row.section) for row in statistics_rows())
KINDS = [row.code for row in FORM if row.section == "KIND"]
BANDS = [row.code for row in FORM if row.section == "PEOPLE"]

triples = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)).map(
    lambda drawn: tuple(sorted(drawn, reverse=True))
)


@st.composite
def sound_months(draw: st.DrawFn) -> list[Counted]:
    """A month and its year as honest counting gives them: every rule holds."""
    out: list[Counted] = []
    parts = {
        column: {
            kind: draw(triples) for kind in draw(st.lists(st.sampled_from(KINDS), max_size=5, unique=True))
        }
        for column in ("TOWNSHIP", "VILLAGE", "EARLIER")
    }
    for column in COLUMNS:
        names = ("TOWNSHIP", "VILLAGE", "EARLIER") if column == "YEAR" else (column,)
        cells = {
            kind: tuple(sum(parts[name].get(kind, (0, 0, 0))[n] for name in names) for n in range(3))
            for kind in KINDS
        }
        total = tuple(sum(cell[n] for cell in cells.values()) for n in range(3))
        out += [Counted(column, kind, *cell) for kind, cell in cells.items() if any(cell)]
        out += [Counted(column, TOTAL, *total), Counted(column, BANDS[0], total[0])]
    return out


def cells_of(counted: list[Counted], code: str, measure: str, **options: str) -> tuple[str, ...]:
    (line,) = [
        one for one in matrix(FORM, counted).lines(**options) if (one.code, one.measure) == (code, measure)
    ]
    return line.cells


def codes_of(counted: list[Counted]) -> set[str]:
    return {fault.code for fault in matrix(FORM, counted).faults()}


def year_of_fengning() -> list[Counted]:
    """972 handled, 929 settled, split over township and village."""
    out = []
    for column, found, handled, settled in (
        ("TOWNSHIP", 300, 292, 280),
        ("VILLAGE", 680, 680, 649),
        ("YEAR", 980, 972, 929),
    ):
        out += [
            Counted(column, TOTAL, found, handled, settled),
            Counted(column, "K17", found, handled, settled),
            Counted(column, "B01", found),
        ]
    return out


def test_the_published_year_is_reproduced() -> None:
    counted = year_of_fengning()
    assert codes_of(counted) == set()
    assert cells_of(counted, TOTAL, "调处数") == ("292", "680", "972", "972")
    assert cells_of(counted, TOTAL, "成功率") == ("95.8%", "95.4%", "95.5%", "95.5%")
    assert cells_of(counted, TOTAL, "成功率", mode=ROUND_HALF_UP)[3] == "95.6%"


def test_the_table_has_the_lines_of_the_form_in_its_order() -> None:
    lines = matrix(FORM, []).lines()
    assert len(lines) == 5 + 2 * 19 + 4 + 5
    assert [line.measure for line in lines[:5]] == ["排查数", "调处数", "调处率", "成功数", "成功率"]
    assert lines[5].label == "民族宗教"
    assert lines[-1].measure == "次数"
    assert HEADS == ("乡镇街道", "村居", "小计", "年度累计")


def test_an_empty_month_prints_dashes_for_its_rates() -> None:
    assert cells_of([], TOTAL, "调处率") == ("—",) * 4
    assert codes_of([]) == set()


@given(sound_months())
def test_honest_counting_breaks_no_rule(counted: list[Counted]) -> None:
    assert matrix(FORM, counted).faults() == ()


@given(sound_months())
def test_the_subtotal_is_the_sum_of_its_two_columns(counted: list[Counted]) -> None:
    for line in matrix(FORM, counted).lines():
        if not line.measure.endswith("率"):
            township, village, subtotal, year = map(int, line.cells)
            assert township + village == subtotal
            assert year >= subtotal or line.code in BANDS


@given(sound_months(), st.data())
def test_one_case_too_many_in_any_kind_is_found(counted: list[Counted], data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([n for n, one in enumerate(counted) if one.row == TOTAL]))
    counted[at] = replace(counted[at], found=counted[at].found + 1)
    assert {"KIND_SUM", "PEOPLE_SUM"} <= codes_of(counted)


@pytest.mark.parametrize(
    ("wrong", "code", "words"),
    [
        (
            Counted("YEAR", "K17", 10, 11, 5),
            "HANDLED_OVER_FOUND",
            "年度累计“婚姻家庭邻里等民间纠纷”：调处数11大于排查数10",
        ),
        (
            Counted("VILLAGE", "K17", 680, 680, 681),
            "SETTLED_OVER_HANDLED",
            "村居“婚姻家庭邻里等民间纠纷”：成功数681大于调处数680",
        ),
        (Counted("VILLAGE", "B01", 679), "PEOPLE_SUM", "村居：按涉及人数的起数之和为679，与总排查数680不符"),
        (
            Counted("TOWNSHIP", MAJOR, 301),
            "MAJOR_OVER_TOTAL",
            "乡镇街道：重大矛盾纠纷排查数301大于总排查数300",
        ),
        (
            Counted("YEAR", TOTAL, 970, 970, 929),
            "YEAR_BELOW_MONTH",
            "“总况”排查数：年度累计970小于本月小计980",
        ),
        (Counted("VILLAGE", "K99", 1), "UNKNOWN_ROW", "表中没有“K99”（VILLAGE）"),
        (Counted("MONTH", "K17", 1), "UNKNOWN_ROW", "表中没有“K17”（MONTH）"),
        (Counted("VILLAGE", "K01", -1), "NEGATIVE", "村居“K01”出现负数"),
    ],
)
def test_every_broken_rule_is_named_in_a_sentence(wrong: Counted, code: str, words: str) -> None:
    counted = [one for one in year_of_fengning() if (one.column, one.row) != (wrong.column, wrong.row)]
    faults = matrix(FORM, [*counted, wrong]).faults()
    assert words in {fault.sentence for fault in faults if fault.code == code}


def test_a_row_counted_twice_is_told_and_not_added_up() -> None:
    counted = [*year_of_fengning(), Counted("VILLAGE", "K17", 1)]
    assert codes_of(counted) == {"DOUBLE"}
    assert cells_of(counted, "K17", "排查数")[1] == "680"


def test_sweeps_are_counted_beside_the_cases() -> None:
    counted = [*year_of_fengning(), Counted("VILLAGE", SWEEPS, 12), Counted("YEAR", SWEEPS, 3)]
    assert codes_of(counted) == set(), "the number of sweeps is no number of cases"
    assert cells_of(counted, SWEEPS, "次数") == ("0", "12", "12", "3")
