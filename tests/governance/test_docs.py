"""What the documents say is there: every file they name, every link, and the two set-up commands."""

import re
from pathlib import Path

import pytest

from accounts.choices import Role

ROOT = Path(__file__).resolve().parents[2]
TOPS = "core|grids|accounts|governance|templates|static|script|tests|docs|var"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MADE_WHEN_RUNNING = ("var/",)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_and_link_named_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    named = re.findall(rf"`((?:{TOPS})/[\w./-]+)", text)
    gone = [name for name in named if not name.startswith(MADE_WHEN_RUNNING) and not (ROOT / name).exists()]
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    gone += [link for link in links if not (document.parent / link).exists()]
    assert gone == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_document_names_a_place_outside_the_tree(document: Path) -> None:
    found = re.findall(r"(?<![\w.:/])/(?:home|work|root|Users|opt|srv)/[\w/.-]*", document.read_text("utf-8"))
    assert found == []


def test_the_readme_sets_up_with_exactly_two_commands() -> None:
    block = re.findall(r"^    (.+)$", (ROOT / "README.md").read_text("utf-8"), flags=re.M)
    assert block == ["script/server", "script/test"]


VARIABLE = r"""(?m)(?:["'{]|^ +)((?:FENGGE|DATABASE)_[A-Z_]+|REDIS_URL)\b"""
READS_VARIABLES = ["governance/settings.py", "governance/environment.py", "script/house/environment.py"]


@pytest.mark.parametrize("source", [*READS_VARIABLES, "docker-compose.yml"])
def test_every_variable_stands_in_the_table_of_the_guide(source: str) -> None:
    rows = [row for row in (ROOT / "docs" / "install.md").read_text("utf-8").splitlines() if row[:3] == "| `"]
    named = set(re.findall(r"`([A-Z_]+)`", "\n".join(row.rpartition("|")[0] for row in rows)))
    read = set(re.findall(VARIABLE, (ROOT / source).read_text("utf-8")))
    assert read
    assert {name.removesuffix("_FILE") for name in read} - {
        name.removesuffix("_FILE") for name in named
    } == set()


def test_the_table_of_the_guide_says_the_defaults_that_hold() -> None:
    guide = (ROOT / "docs" / "install.md").read_text("utf-8").splitlines()
    held = re.findall(r'text\("(\w+)", "([^"]+)"\)', (ROOT / "governance/settings.py").read_text("utf-8"))
    made = {"FENGGE_SECRET_KEY"}  # its fallback signs nothing
    wrong = [
        name
        for name, value in held
        if name not in made
        and not any(f"`{name}`" in row and value in row.split("|")[2] for row in guide if row[:3] == "| `")
    ]
    assert held
    assert wrong == []


def test_every_role_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    assert [role.label for role in Role if str(role.label).removesuffix("工作人员") not in glossary] == []
