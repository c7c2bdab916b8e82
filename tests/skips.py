"""Where CI counts on a test, it is run: under CI=true whatever is skipped or expected to fail has failed.

Whoever runs the suite at home may lack Chromium or PgBouncer; tests say so with `pytest.skip` and stand with their
reason in tests/exceptions.csv. CI installs what they need, so a skip there is a hole nobody would look into.
"""

import os
from collections.abc import Generator

import pytest

# tryfirst on a wrapper means outermost: pytest's own wrapper, which turns an xfail into a skip, is inside.
_OUTERMOST = pytest.hookimpl(wrapper=True, tryfirst=True)


def counted_on() -> bool:
    """Whether CI runs this suite."""
    return os.environ.get("CI") == "true"


@_OUTERMOST
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that was skipped, or that carries an xfail (whether it failed or passed), has failed."""
    report = yield
    reason: str | None = getattr(report, "wasxfail", None)
    if counted_on() and (report.skipped or reason is not None):
        said = _reason_of(report) if reason is None else f"xfail {reason}"
        if reason is not None:
            del report.wasxfail  # or pytest would go on counting it as expected
        report.outcome, report.longrepr = "failed", f"{item.nodeid}: not to be passed over under CI: {said}"
    return report


@_OUTERMOST
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A file that skips itself as a whole, by `importorskip` for one, has failed."""
    report = yield
    if counted_on() and report.skipped:
        said = _reason_of(report)
        report.outcome, report.longrepr = (
            "failed",
            f"{collector.nodeid}: not to be passed over under CI: {said}",
        )
    return report


def _reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """What the test itself gave as its reason."""
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
