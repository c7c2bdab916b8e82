"""Nothing starts on a connection that could step over the wall, and production settings leave no gap."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]


def address(alias: str) -> str:
    given = connections[alias].settings_dict
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def run(*command: str, **changed: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "REDIS_URL": settings.REDIS_URL, **changed}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # left by the browser tests of the same process
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


@pytest.mark.django_db(databases=["default", "owner", "system"])
@pytest.mark.parametrize("alias", ["owner", "system"])
def test_the_web_refuses_a_connection_that_sees_every_county(alias: str) -> None:
    done = run("-c", "import governance.wsgi", DATABASE_URL=address(alias))
    assert done.returncode != 0
    assert "tenancy.E010" in done.stderr


@pytest.mark.django_db
def test_the_web_starts_as_app() -> None:
    done = run("-c", "import governance.wsgi", DATABASE_URL=address("default"))
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("what", ["worker", "beat"])
def test_worker_and_beat_refuse_too(what: str, tmp_path: Path) -> None:
    more = ["--pool=solo"] if what == "worker" else [f"--schedule={tmp_path}/s", f"--pidfile={tmp_path}/p"]
    done = run("-m", "celery", "-A", "governance.celery", what, *more, DATABASE_URL=address("owner"))
    assert done.returncode != 0
    assert "tenancy.E010" in done.stderr


def test_production_settings_leave_nothing_to_warn_about() -> None:
    done = run(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING",
        FENGGE_HTTPS="1", FENGGE_DEBUG="0", FENGGE_ALLOWED_HOSTS="fengge.example", FENGGE_PROBE="0",
        FENGGE_SECRET_KEY="kJ3n-9sXw_72hfQpZrT8vBcYdLmE5uGa1iNoW6tRxS4yHbKe-fQ2m_Lw", FENGGE_SECRET_KEY_FILE="",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
