"""Somebody who is signed in, in 康保县 and in the neighbour county."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.choices import Role
from accounts.middleware import SESSION_KEY
from accounts.models import CountyLogin, Post, Staff, User
from accounts.sessions import FACTOR
from core.tenancy.context import in_tenant
from tests.house import EVERYBODY, House, furnish

SignIn = Callable[[int, str], Client]


@pytest.fixture
def signed_in(counties: None) -> SignIn:
    """A browser in which a holder of `role` at the county's root is signed in."""

    def make(tenant: int, role: str = Role.COUNTY_CENTRE) -> Client:
        user = User.objects.create(username=f"{role}-{tenant}".lower())
        CountyLogin.objects.create(user=user, county_id=tenant)
        with in_tenant(tenant):
            staff = Staff.objects.create(user=user, name="王秀英")
            Post.objects.create(staff=staff, role=role, path=str(tenant), from_on=dt.date(2026, 1, 1))
        client = Client(raise_request_exception=False)
        client.force_login(user)
        session = client.session
        session[SESSION_KEY] = tenant
        session[FACTOR] = True
        session.save()
        return client

    return make


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """One small county for the whole module, taken back at its end; each request is taken back by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = furnish()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(house: House) -> dict[str, Client]:
    return {who: house.browser(who) for who in EVERYBODY}
