"""The demo counties come whole or not at all, and their passwords stand in one closed file."""

import json
import stat
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory

from core.tenancy.models import Tenant
from governance import demo
from tests.cast import KANGBAO, ZHANGBEI

SHANGYI = 130725  # the smallest of the three


@pytest.fixture(autouse=True)
def own_var(settings: object, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path  # type: ignore[attr-defined]  # pytest-django's wrapper


@pytest.mark.django_db
def test_a_listed_account_can_sign_in_the_file_is_closed_and_the_neighbour_sees_nobody() -> None:
    call_command("load_demo", county=[SHANGYI], verbosity=0)
    path = demo.accounts_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    entries = json.loads(path.read_text("utf-8"))
    assert {entry["county"] for entry in entries} == {str(SHANGYI)}
    assert {"role", "area", "username", "password"} <= entries[0].keys()
    assert (
        authenticate(
            RequestFactory().post("/"), username=entries[0]["username"], password=entries[0]["password"]
        )
        is not None
    )


@pytest.mark.django_db
def test_a_county_that_stands_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "ROOMS", ())
    call_command("load_demo", county=[KANGBAO], verbosity=0)
    call_command("load_demo", county=[KANGBAO], verbosity=0)
    assert Tenant.objects.count() == 1


@pytest.mark.django_db
def test_a_broken_run_leaves_no_half_county_and_the_next_one_finishes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def break_off(**_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(demo, "ROOMS", (break_off,))
        with pytest.raises(KeyboardInterrupt):
            demo.load_county(KANGBAO, seed=1, say=lambda line: None)
    assert not Tenant.objects.exists()
    monkeypatch.setattr(demo, "ROOMS", ())
    demo.note_accounts(KANGBAO, [{"username": "left-over", "password": "of the killed run"}])
    demo.load_county(ZHANGBEI, seed=1, say=lambda line: None)
    assert json.loads(demo.accounts_file().read_text("utf-8")) == []
    demo.load_county(KANGBAO, seed=1, say=lambda line: None)
    assert demo.loaded() == {KANGBAO, ZHANGBEI}
