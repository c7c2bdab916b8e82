"""The conditions of effect of a mediation agreement (人民调解法 arts. 28–30)."""

import datetime as dt


def lacking(
    *,
    form: str,
    parties_signed_on: dt.date | None,
    mediator_signed_on: dt.date | None,
    sealed_on: dt.date | None,
) -> tuple[str, ...]:
    """What a written agreement still lacks to take effect; an oral one lacks nothing."""
    if form == "ORAL":
        return ()
    parts = (("当事人签名", parties_signed_on), ("调解员签名", mediator_signed_on), ("调委会印章", sealed_on))
    return tuple(label for label, day in parts if day is None)


def effective_on(
    *,
    form: str,
    agreed_on: dt.date,
    parties_signed_on: dt.date | None,
    mediator_signed_on: dt.date | None,
    sealed_on: dt.date | None,
) -> dt.date | None:
    """The day of effect: for an oral one the day it was agreed, for a written one the latest of the three."""
    if form == "ORAL":
        return agreed_on
    days = [day for day in (parties_signed_on, mediator_signed_on, sealed_on) if day is not None]
    return max(days) if len(days) == 3 else None
