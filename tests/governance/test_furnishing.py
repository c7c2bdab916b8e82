"""A county that stood before an upgrade gets what the new tables start with, once, and keeps what it made its own."""

import pytest
from django.core.management import call_command

from core.audit.models import Record
from core.tenancy.context import in_tenant
from disputes.models import AllowanceRate, CaseKind, TermRule
from tests.cast import KANGBAO, ZHANGBEI


@pytest.mark.django_db
def test_empty_tables_are_filled_and_a_county_s_own_are_left_alone(
    counties: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("furnish_counties")
    with in_tenant(KANGBAO):
        ended = TermRule.objects.filter(kind_code="10").first()
        assert ended is not None, "the seed has a term for one kind of dispute"
        TermRule.objects.filter(pk=ended.pk).update(valid_to=ended.valid_from)
        terms = TermRule.objects.count()
        AllowanceRate.objects.all().delete()
        records = Record.objects.count()
    capsys.readouterr()
    call_command("furnish_counties")
    assert capsys.readouterr().out.splitlines() == ["康保县：装入以案定补标准"]
    with in_tenant(KANGBAO):
        assert TermRule.objects.count() == terms
        assert AllowanceRate.objects.exists()
        assert Record.objects.count() == records + 1
    with in_tenant(ZHANGBEI):
        assert CaseKind.objects.exists()
