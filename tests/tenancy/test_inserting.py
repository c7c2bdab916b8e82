"""Many rows by one short statement."""

import datetime as dt

import pytest

from core.tenancy.context import TenantRequired, in_tenant
from core.tenancy.inserting import insert_each
from tests.cast import KANGBAO, ZHANGBEI
from tests.probe.models import ProbeCase, ProbeStep

AT = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_rows_share_what_is_said_once_and_differ_in_their_lists(counties: None) -> None:
    with in_tenant(KANGBAO):
        cases = insert_each(ProbeCase, each={"title": ["其一", "其二's"]})
        insert_each(ProbeStep, each={"case_id": cases}, shared={"what": "ESCALATED", "at": AT})
        assert dict(ProbeCase.objects.values_list("id", "title")) == dict(
            zip(cases, ["其一", "其二's"], strict=True)
        )
        assert set(ProbeStep.objects.values_list("case_id", "what", "at")) == {
            (case, "ESCALATED", AT) for case in cases
        }
    with in_tenant(ZHANGBEI):
        assert ProbeCase.objects.count() == 0


@pytest.mark.django_db
def test_no_county_no_rows(counties: None) -> None:
    with pytest.raises(TenantRequired):
        insert_each(ProbeCase, each={"title": ["其一"]})


@pytest.mark.django_db
def test_lists_of_different_lengths_are_refused(county: int) -> None:
    with pytest.raises(ValueError, match="different lengths"):
        insert_each(ProbeStep, each={"case_id": [], "what": ["x"]})
