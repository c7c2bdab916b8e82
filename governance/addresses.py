"""Addresses of pages that need no argument: the same for everybody, worked out once."""

from functools import cache

from django.urls import reverse


@cache
def address_of(route: str) -> str:
    """The address of a route."""
    return reverse(route)
