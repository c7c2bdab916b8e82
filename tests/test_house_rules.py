"""Rules of the house that can be read off the source: who writes a room by other rules is told here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import RequestFactory

from governance.frame import frame

ROOT = Path(__file__).parent.parent
ROOMS = sorted(
    path.parent
    for path in [
        *ROOT.glob("core/*/__init__.py"),
        ROOT / "grids/__init__.py",
        ROOT / "accounts/__init__.py",
        ROOT / "households/__init__.py",
        ROOT / "disputes/__init__.py",
    ]
)
TRADE_ROOMS = [
    room for room in ROOMS if room.parent == ROOT
]  # core's acts are bricks laid inside these rooms' verbs
RECORDING_FOLDERS = (
    "grids/actions",
    "accounts/actions",
    "households/actions",
    "disputes/actions",
    "governance/actions",
    "core/tabular/actions",
)
LONGEST_FILE = 400

# The same names in every room: who knows one room knows all (the rest of a room's files say what is special in it).
BANNED_WORDS = {"helpers", "utils", "util", "misc", "common", "manager", "handler", "data", "info"}


# Verbs that leave no record of their own, each with why nothing is missing from the audit.
UNRECORDED: dict[str, str] = {
    "households/actions/pair_by_plan.py:pair_by_plan": "pair_doors records what it pairs, in one transaction",
    "disputes/actions/report_case.py:report_case": "register_case and file_in_dossier record, in one transaction",
    "accounts/actions/note_sign_in.py:note_sign_in": "the sign-in row is the record; who fails is in no county",
    "accounts/actions/take_code.py:take_code": "the sign-in that tried the code is the record",
    "core/tabular/actions/check_import.py:check_import": "the machine reads what upload_import recorded",
    "core/tabular/actions/check_import.py:dry_run": "writes nothing",
    "core/tabular/actions/check_import.py:errors_as_text": "writes nothing",
    "core/tabular/actions/check_import.py:errors_of": "writes nothing",
    "core/tabular/actions/check_import.py:notes_of": "writes nothing",
    "core/tabular/actions/run_import.py:mark_failed": "nothing was imported; the job keeps why",
}
# plan_change records the change that it makes or plans; record_view that somebody looked; take_step the step of a case;
# grant and revoke what they open and close.
RECORDS = {"record", "record_many", "record_view", "plan_change", "take_step", "grant", "revoke"}


# Parts of an address that name no rows: where a long list goes on, what was done just before, in which order it stands
# (the form of the list judges that).
NEVER_WRONG = {"page", "before", "after", "next", "read_at", "sort", "q"}


def python_files() -> list[Path]:
    tops = ("core", "grids", "accounts", "households", "disputes", "governance", "script", "tests")
    return sorted(
        path for top in tops for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts
    )


def verbs() -> Iterator[tuple[str, ast.FunctionDef]]:
    for room in TRADE_ROOMS:
        for path in sorted(room.glob("actions/*.py")):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield f"{path.relative_to(ROOT)}:{node.name}", node


def is_preview(node: ast.FunctionDef) -> bool:
    return node.name.startswith("preview")


def test_every_verb_is_one_transaction() -> None:
    loose = [
        name
        for name, node in verbs()
        if not is_preview(node)
        and "transaction.atomic" not in {ast.unparse(d).split("(")[0] for d in node.decorator_list}
    ]
    assert loose == [], (
        "a view that catches a verb's exception must not commit half of it: @transaction.atomic"
    )


def test_every_verb_leaves_a_record() -> None:
    silent = {
        f"{path.relative_to(ROOT)}:{node.name}"
        for folder in RECORDING_FOLDERS
        for path in sorted((ROOT / folder).glob("*.py"))
        for node in _silent_in(ast.parse(path.read_text("utf-8")))
    }
    assert silent - UNRECORDED.keys() == set(), (
        "record() in the same transaction, or say in UNRECORDED why not"
    )
    assert UNRECORDED.keys() - silent == set(), (
        "these record by now, or are gone: take them out of UNRECORDED"
    )


def test_every_verb_reads_aloud() -> None:
    wrong = []
    for name, node in verbs():
        names = {argument.arg for argument in node.args.kwonlyargs}
        if node.args.args or node.args.posonlyargs or (not is_preview(node) and not {"actor", "at"} <= names):
            wrong.append(name)
    assert wrong == [], "keyword-only, always with `actor` and `at`"


def test_a_verb_is_a_file() -> None:
    by_file: dict[str, list[str]] = {}
    for name, node in verbs():
        if not is_preview(node):
            by_file.setdefault(name.split(":")[0], []).append(node.name)
    assert {file: names for file, names in by_file.items() if len(names) > 2} == {}


@pytest.mark.parametrize(
    "folder", ["actions", "rules.py", "policies.py", "policies", "selectors.py", "models"]
)
def test_the_clock_is_read_at_the_edge(folder: str) -> None:
    clocks = ("timezone.now(", "datetime.now(", "date.today(", "localdate(", "time.time(")
    found = [
        f"{path.relative_to(ROOT)}: {clock}"
        for room in ROOMS
        for path in ([room / folder] if folder.endswith(".py") else (room / folder).glob("*.py"))
        if path.is_file()
        for clock in clocks
        if clock in path.read_text("utf-8")
    ]
    assert found == []


def test_files_can_be_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files()
        if (lines := _lines(path)) > LONGEST_FILE
    }
    assert long == {}


def test_names_say_the_rule() -> None:
    assert [
        str(path.relative_to(ROOT)) for path in python_files() if set(path.stem.split("_")) & BANNED_WORDS
    ] == []


def test_verbs_know_nothing_of_requests_or_queues() -> None:
    words = ("HttpRequest", "request.", ".delay(", "render(", "send_mail(")
    assert [
        f"{path.relative_to(ROOT)}: {word}"
        for room in ROOMS
        for path in room.glob("actions/*.py")
        for word in words
        if word in path.read_text("utf-8")
    ] == []


def test_no_page_takes_a_name_of_the_frame() -> None:
    """What a view puts into its context stands in front of what the frame knows by the same name."""
    taken = set(frame(RequestFactory().get("/"))) - {"actor"}  # the same person, and what an act is told
    for path in python_files():
        if "views" in path.parts:
            keys = {
                key.value
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.Dict)
                for key in node.keys
                if isinstance(key, ast.Constant)
            }
            assert not keys & taken, path.relative_to(ROOT)


def test_a_page_reads_its_address_by_a_form_or_by_what_tells_its_troubles() -> None:
    bare = re.compile(r'request\.GET\.get\("(\w+)"')
    found = [
        f"{path.relative_to(ROOT)}:{number} {name}"
        for path in python_files()
        if path.parent.name == "views"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for name in bare.findall(line)
        if name not in NEVER_WRONG and "options(" not in line and "words" not in line
    ]
    assert found == [], "read these by core.forms.address or a form of core.forms.filtering"


def test_every_room_says_what_it_is_for() -> None:
    for room in ROOMS:
        assert ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8"))), room


def _silent_in(module: ast.Module) -> list[ast.FunctionDef]:
    """Public verbs of a file that record nothing, neither themselves nor through a private function beside them."""
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    calls = {
        node.name: {
            call.func.id
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        }
        for node in functions
    }
    private = {name for name in calls if name.startswith("_")}
    return [
        node
        for node in functions
        if not node.name.startswith("_")
        and not is_preview(node)
        and not RECORDS & calls[node.name].union(*(calls[name] for name in calls[node.name] & private))
    ]


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())
