"""Under CI=true no test is passed over (tests/skips.py): tried on files of one test each, in a pytest of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from script.house.places import ROOT

PASSED_OVER = {
    "by_a_call": "def test_it(): pytest.skip('no Chromium')",
    "by_a_mark": "@pytest.mark.skip(reason='no Chromium')\ndef test_it(): pass",
    "by_a_condition": "@pytest.mark.skipif(True, reason='no Chromium')\ndef test_it(): pass",
    "by_a_fixture": "@pytest.fixture\ndef web(): pytest.skip('no Chromium')\ndef test_it(web): pass",
    "as_a_whole_file": "pytest.skip('no Chromium', allow_module_level=True)\ndef test_it(): pass",
    "by_what_is_missing": "pytest.importorskip('chromium', reason='no Chromium')\ndef test_it(): pass",
    "by_unittest": "import unittest\n@unittest.skip('no Chromium')\nclass TestIt(unittest.TestCase):\n"
    "    def test_it(self): pass",
    "without_a_case": "@pytest.mark.parametrize('case', [])\ndef test_it(case): pass",
    "expected_to_fail": "@pytest.mark.xfail(reason='no Chromium')\ndef test_it(): raise OSError",
    "expected_to_fail_without_being_run": "@pytest.mark.xfail(run=False, reason='no Chromium')\ndef test_it(): pass",
    "expected_to_fail_by_a_call": "def test_it(): pytest.xfail('no Chromium')",
    "expected_to_fail_and_passing": "@pytest.mark.xfail(reason='no Chromium')\ndef test_it(): pass",
}


def suite(
    tmp_path: Path, files: dict[str, str], ci: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """What pytest says of a suite of these files, with the house's hook and none of its settings."""
    for name, source in files.items():
        (tmp_path / f"test_{name}.py").write_text(f"import pytest\n\n{source}\n", "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    hook = "-p tests.skips -p no:django -p no:randomly -p no:cacheprovider --continue-on-collection-errors"
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-rfE", *hook.split(), "--rootdir", ".", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "300", "CI": ci, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def failed(done: subprocess.CompletedProcess[str]) -> set[str]:
    """The files in which something failed."""
    return set(re.findall(r"^(?:FAILED|ERROR) test_(\w+)\.py", done.stdout, re.MULTILINE))


@pytest.mark.parametrize("spread", [(), ("-n", "2")], ids=["in one process", "in two"])
def test_under_ci_every_way_of_passing_over_a_test_fails_and_gives_its_reason(
    tmp_path: Path, spread: tuple[str, ...]
) -> None:
    done = suite(tmp_path, {**PASSED_OVER, "that_runs": "def test_it(): pass"}, "true", *spread)
    assert failed(done) == PASSED_OVER.keys(), done.stdout
    assert "1 passed" in done.stdout
    assert not re.search(r"\d (skipped|xfailed|xpassed)", done.stdout)
    # An empty list of cases has no words of its own.
    assert done.stdout.count("no Chromium") >= len(PASSED_OVER) - 1
    assert done.returncode == 1


@pytest.mark.parametrize("name", ["by_a_call", "as_a_whole_file", "expected_to_fail"])
def test_under_ci_one_passed_over_test_alone_turns_the_run_red(tmp_path: Path, name: str) -> None:
    assert suite(tmp_path, {name: PASSED_OVER[name]}, "true").returncode in {1, 2}


def test_at_home_they_are_passed_over_as_the_tests_ask(tmp_path: Path) -> None:
    done = suite(tmp_path, PASSED_OVER, "")
    assert failed(done) == set(), done.stdout
    assert done.returncode == 0


def test_this_suite_has_the_hook(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.pluginmanager.has_plugin("tests.skips")
