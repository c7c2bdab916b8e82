"""The three conditions of effect (人民调解法 arts. 28–30)."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from disputes.rules.agreements import effective_on, lacking

DAY = dt.date(2026, 11, 20)
days = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@given(parties=days, mediator=days, seal=days)
def test_a_written_agreement_binds_from_the_last_of_its_three_conditions(parties, mediator, seal) -> None:
    signed = {"parties_signed_on": parties, "mediator_signed_on": mediator, "sealed_on": seal}
    missing = lacking(form="WRITTEN", **signed)
    effect = effective_on(form="WRITTEN", agreed_on=DAY, **signed)
    assert (effect is None) == bool(missing)
    assert len(missing) == [parties, mediator, seal].count(None)
    if effect is not None:
        assert effect == max(parties, mediator, seal)


def test_an_oral_agreement_binds_when_it_is_agreed() -> None:
    nothing = {"parties_signed_on": None, "mediator_signed_on": None, "sealed_on": None}
    assert lacking(form="ORAL", **nothing) == ()
    assert effective_on(form="ORAL", agreed_on=DAY, **nothing) == DAY
