"""Intervals of one chain never overlap, whoever writes them."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Post, Staff
from core.tenancy.ids import uuid7


def day(number: int) -> dt.date:
    return dt.date(2026, 11, number)


def held(seat: Any, start: int, end: int | None, previous: int | None = None) -> Post:
    return Post.objects.create(
        staff=Staff.objects.create(name="王秀英"),
        role="GRID_WORKER",
        seat=seat,
        from_on=day(start),
        to_on=day(end) if end else None,
        previous_to_on=day(previous) if previous else None,
    )


def check_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def follow_nothing(seat: Any) -> None:
    held(seat, 9, None, previous=8)
    check_keys()


def test_one_follows_the_other_with_or_without_a_gap(county: int) -> None:
    seat = uuid7()
    held(seat, 1, 5)
    held(seat, 5, 9, previous=5)
    held(seat, 12, None, previous=9)
    check_keys()


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ((3, 9, None), "a second first row"),
        ((3, 9, 5), "begins before the one before it ended"),
        ((9, 9, 5), "an empty interval"),
        ((8, 5, 5), "ends before it begins"),
    ],
)
def test_an_overlap_is_refused(county: int, second: Any, why: str) -> None:
    seat = uuid7()
    held(seat, 1, 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        held(seat, *second)


def test_two_open_rows_are_refused(county: int) -> None:
    seat = uuid7()
    held(seat, 1, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        held(seat, 3, None, previous=3)


def test_two_can_not_follow_the_same_row(county: int) -> None:
    seat = uuid7()
    held(seat, 1, 5)
    held(seat, 5, 9, previous=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        held(seat, 6, 8, previous=5)


def test_a_predecessor_that_does_not_exist_is_refused_at_commit(county: int) -> None:
    seat = uuid7()
    held(seat, 1, 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        follow_nothing(seat)


def test_an_end_and_the_row_behind_it_move_together(county: int) -> None:
    seat = uuid7()
    first = held(seat, 1, 8)
    second = held(seat, 8, None, previous=8)
    Post.objects.filter(pk=first.pk).update(to_on=day(4))
    Post.objects.filter(pk=second.pk).update(previous_to_on=day(4))
    check_keys()


def test_other_seats_are_not_disturbed(county: int) -> None:
    held(uuid7(), 1, None)
    held(uuid7(), 1, None)
    check_keys()
