import datetime as dt
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from core.rules.seeds import SeedBroken
from core.workcalendar.choices import Unit
from disputes import seed
from disputes.choices import Retention
from disputes.papers import PAPERS

EVERY = (
    seed.sources,
    seed.kinds,
    seed.national_kinds,
    seed.statistics_rows,
    seed.terms,
    seed.dossier_items,
    seed.closing_ways,
    seed.allowance_rates,
    seed.brake_rules,
    seed.recusal_grounds,
    seed.judging_words,
    seed.ethnicities,
    seed.all_law_texts,
)


def test_every_fact_names_a_source_that_is_listed() -> None:
    known = {source.code for source in seed.sources()}
    assert len(known) == len(seed.sources())
    used = {row.source for read in EVERY[1:] for row in read()}
    used |= {kind.kept_source for kind in seed.kinds()}
    assert used <= known
    assert known - used <= {"PM_FORMS", "SFT_0083", "CPL_2023", "SPC_2011"}, "sources of papers, not of rows"


def test_there_is_a_reader_for_every_file() -> None:
    assert {path.stem for path in seed.FOLDER.glob("*.csv")} == {
        read.__name__.removeprefix("all_") for read in EVERY
    }


def test_the_kinds_are_those_of_the_trade_and_each_has_its_places() -> None:
    codes = [kind.code for kind in seed.kinds()]
    assert codes == [f"{n:02d}" for n in range(1, 18)] + ["99"]
    national = {kind.code: kind for kind in seed.national_kinds()}
    rows = {row.code for row in seed.statistics_rows() if row.section == "KIND"}
    certain = {source.code: source.certainty for source in seed.sources()}
    for kind in seed.kinds():
        assert Retention(kind.kept_for) != Retention.UNDECIDED
        assert certain[kind.kept_source] == "DEFAULT", "no paper says how long; the county does"
        assert kind.national_code in national
        assert kind.statistics_row in rows


def test_the_mapping_to_the_national_labels_is_total_both_ways() -> None:
    national = seed.national_kinds()
    assert [kind.position for kind in national] == list(range(1, 19))
    assert len({kind.label for kind in national}) == 18
    kinds = {kind.code: kind for kind in seed.kinds()}
    assert {kind.kind for kind in national} | {"16"} == set(kinds), "the national form knows no 知识产权"
    there_and_back = [kind.code for kind in national if kinds[kind.kind].national_code != kind.code]
    assert there_and_back == ["N10"], "wages of migrant workers are one of two labels of 劳动争议"


def test_the_monthly_table_has_nineteen_kinds_and_bands_without_a_gap() -> None:
    rows = seed.statistics_rows()
    assert [row.position for row in rows] == list(range(1, 24))
    assert sum(row.section == "KIND" for row in rows) == 19
    bands = [row for row in rows if row.section == "PEOPLE"]
    assert bands[0].at_least == 0
    assert bands[-1].below is None
    for lower, upper in pairwise(bands):
        assert lower.below == upper.at_least


@pytest.mark.parametrize(
    ("people", "band"),
    [
        (0, "B01"),
        (49, "B01"),
        (50, "B02"),
        (99, "B02"),
        (100, "B03"),
        (499, "B03"),
        (500, "B04"),
        (9000, "B04"),
    ],
)
def test_a_case_counts_in_one_band_of_people(people: int, band: str) -> None:
    assert seed.band_of(people) == band


def test_terms_are_in_units_the_calendar_knows_and_warn_before_the_end() -> None:
    hours = {"HOURS": 1, "WORKING_HOURS": 3, "WORKING_DAYS": 24, "NATURAL_DAYS": 24, "MONTHS": 24 * 28}
    kinds = {kind.code for kind in seed.kinds()} | {""}
    assert hours.keys() == set(Unit.values)
    for term in seed.terms():
        assert term.value > 0
        assert 0 < term.warn_value * hours[term.warn_unit] < term.value * hours[term.unit], term
        assert term.kind in kinds
        assert term.clause or term.basis == "COUNTY"
    doubled = Counter((term.what, term.level, term.kind, term.valid_from) for term in seed.terms())
    assert max(doubled.values()) == 1


def test_the_terms_of_the_law_are_those_of_the_law() -> None:
    def found(what: str, level: str = "TOWNSHIP", kind: str = "02") -> tuple[int, str, str]:
        term = seed.term_for(what, level=level, kind=kind)
        assert term is not None
        return term.value, term.unit, term.basis

    assert found("SETTLE_STATUTORY") == (1, "MONTHS", "LAW")
    assert found("CONFIRMATION") == (30, "NATURAL_DAYS", "LAW")
    assert found("MANDATORY_REPORT") == (2, "HOURS", "LAW")
    assert [found("SETTLE_LEVEL", level)[0] for level in ("VILLAGE", "TOWNSHIP", "COUNTY")] == [7, 15, 30]
    assert [found("ACCEPT", level)[0] for level in ("VILLAGE", "TOWNSHIP", "COUNTY")] == [1, 2, 3]
    assert found("SETTLE_LEVEL", "TRADE", "10") == (15, "NATURAL_DAYS", "LAW"), (
        "labour disputes go to arbitration"
    )
    assert seed.term_for("SETTLE_LEVEL", level="PROVINCE", kind="02") is None


def test_the_dossier_has_what_the_form_marks_as_mandatory() -> None:
    items = {item.code: item for item in seed.dossier_items()}
    assert [item.position for item in seed.dossier_items()] == list(range(1, len(items) + 1))
    assert [code for code, item in items.items() if item.need == "ALWAYS"] == [
        "COVER",
        "CONTENTS",
        "APPLICATION",
        "RIGHTS_NOTICE",
        "IDENTITY",
        "BACK",
    ]
    for item in items.values():
        assert (item.need == "WHEN") == bool(item.condition) == bool(item.condition_label), item
        assert set(item.papers) <= PAPERS.keys()


def test_a_settled_end_is_substantive_and_an_unsettled_one_never_is() -> None:
    ways = seed.closing_ways()
    assert len({way.code for way in ways}) == len(ways)
    for way in ways:
        assert way.is_settled == (way.nature == "SUBSTANTIVE"), way
        assert not (way.is_settled and way.needs_notice), way


def test_the_example_rates_are_marked_as_examples() -> None:
    assert [rate.amount for rate in seed.allowance_rates()] == [Decimal(100), Decimal(200), Decimal(300)]
    assert all(rate.is_example for rate in seed.allowance_rates())


def test_no_clause_is_printed_that_nobody_read() -> None:
    cited = {source.code for source in seed.sources() if source.certainty != "SEEN"}
    for text in seed.all_law_texts():
        assert not (text.clause and text.source in cited), text


def test_topics_of_the_law_come_in_order_and_an_unknown_one_is_told() -> None:
    assert len(seed.law_texts("RIGHTS")) == 4
    assert len(seed.law_texts("DUTIES")) == 3
    assert seed.law_texts("RIGHTS")[0].startswith("选择或者接受人民调解员")
    with pytest.raises(SeedBroken, match="FEES"):
        seed.law_texts("FEES")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("SIMPLE,简易,hundred,1,2026-01-01,GAOTAI,2020-01-01,", "amount"),
        ("SIMPLE,简易,100,yes,2026-01-01,GAOTAI,2020-01-01,", "is_example"),
        ("SIMPLE,简易,100,1,2026-13-01,GAOTAI,2020-01-01,", "valid_from"),
        ("SIMPLE,简易,100", "is_example"),
    ],
)
def test_a_broken_line_says_where_it_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, told: str
) -> None:
    head = "grade,label,amount,is_example,valid_from,source,as_of,note"
    (tmp_path / "broken_rates.csv").write_text(f"{head}\n{line}\n", "utf-8")
    monkeypatch.setattr(seed, "FOLDER", tmp_path)
    with pytest.raises(SeedBroken, match=rf"broken_rates\.csv:2: .*{told}"):
        seed.read("broken_rates", seed.AllowanceRate)


def test_a_file_with_other_columns_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other_columns.csv").write_text("grade,label\nSIMPLE,简易\n", "utf-8")
    monkeypatch.setattr(seed, "FOLDER", tmp_path)
    with pytest.raises(SeedBroken, match="the columns must be grade, label, amount"):
        seed.read("other_columns", seed.AllowanceRate)


def test_days_are_read_as_days() -> None:
    assert all(isinstance(term.valid_from, dt.date) for term in seed.terms())
