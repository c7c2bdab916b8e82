import pytest

from core.printing.rules import BadTemplate, number_text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("（{year}）{abbr}字第{seq}号", "（2026）康人调字第12号"),
        ("（{year}）{abbr}字第{seq:04d}号", "（2026）康人调字第0012号"),
        ("{abbr}〔{year}〕{seq}号", "康人调〔2026〕12号"),
    ],
)
def test_a_number_reads_as_its_template_says(template: str, text: str) -> None:
    assert number_text(template, year=2026, seq=12, words={"abbr": "康人调"}) == text


@pytest.mark.parametrize(
    "template",
    [
        "{seq.__class__}",
        "{seq!r}",
        "{other}{seq}",
        "{year}号",
        "{",
        "{seq:zz}",
        "{}{seq}",
        "{abbr:>99999}{seq}",
        "{seq[0]}",
    ],
)
def test_a_template_can_name_nothing_else(template: str) -> None:
    with pytest.raises(BadTemplate):
        number_text(template, year=2026, seq=1, words={"abbr": "康"})
