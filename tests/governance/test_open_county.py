"""A county is opened with its tree and three officers; their slips work once, and the neighbour has none of it."""

import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.choices import OFFICERS
from accounts.models import Post, Slip, Staff
from core.audit.models import Record
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from grids.models import Area

CODE, NEIGHBOUR = 130725, 130722
NAMES = {"system_administrator": "管一", "security_officer": "管二", "auditor": "管三"}


def open_it(tmp_path: Path, **changed: object) -> Path:
    slips = tmp_path / "slips.pdf"
    words = {"name": "尚义县", "full_name": "河北省张家口市尚义县", "slips": slips, **NAMES, **changed}
    call_command("open_county", CODE, **words)
    return slips


@pytest.mark.django_db
def test_a_county_stands_with_its_villages_and_three_officers(tmp_path: Path) -> None:
    slips = open_it(tmp_path)
    with in_tenant(CODE):
        assert Area.objects.filter(level=3).count() > 100
        assert set(Post.objects.values_list("role", flat=True)) == set(OFFICERS)
        assert Slip.objects.filter(used_at=None, needs_countersign=False).count() == 3
        assert Record.objects.filter(code="accounts.slip_issued").count() == 3
        opened = Record.objects.get(code="governance.county_opened")
        assert (opened.path, opened.after["divisions"]) == (str(CODE), Area.objects.count())
        assert "开通河北省张家口市尚义县" in opened.sentence
    assert slips.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(slips.stat().st_mode) == 0o600


@pytest.mark.django_db
def test_the_neighbour_has_none_of_it(tmp_path: Path) -> None:
    open_it(tmp_path)
    Tenant.objects.create(code=NEIGHBOUR, name="张北县", full_name="张北县")
    with in_tenant(NEIGHBOUR):
        assert not Staff.objects.exists()
        assert not Area.objects.exists()


@pytest.mark.django_db
def test_three_officers_are_three_people(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="三个不同的人"):
        open_it(tmp_path, auditor="管一")
    assert not Tenant.objects.exists()


@pytest.mark.django_db
def test_a_county_is_opened_once(tmp_path: Path) -> None:
    open_it(tmp_path)
    with pytest.raises(CommandError, match="已经开通"):
        open_it(tmp_path)
