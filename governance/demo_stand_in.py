"""Until a room brings its own `demo` module: the county's root area, and one account for each role there."""

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.choices import Role
from accounts.models import CountyLogin, Post, Staff, User
from core.tenancy.models import Tenant
from grids.choices import Level
from grids.models import Area

SINCE = dt.date(2026, 1, 1)
WITHOUT_A_PLACE = {Role.AUDITOR, Role.SECURITY_OFFICER, Role.SYSTEM_ADMINISTRATOR, Role.DEPARTMENT_HANDLER}


def _areas(*, code: int, **rest: Any) -> None:
    name = Tenant.objects.get(code=code).name
    Area.objects.create(path=str(code), level=Level.COUNTY, name=name, code=f"{code:0<12}", valid_from=SINCE)


def _people(*, code: int, **rest: Any) -> list[dict[str, str]]:
    accounts = []
    for role in Role:
        username, password = f"{role.lower().replace('_', '-')}-{code}", secrets.token_urlsafe(9)
        user = User(username=username, password_set_at=timezone.now())
        user.set_password(password)
        user.save()
        CountyLogin.objects.create(user=user, county_id=code)
        staff = Staff.objects.create(user=user, name=str(role.label))
        path = None if role in WITHOUT_A_PLACE else str(code)
        Post.objects.create(staff=staff, role=role, path=path, from_on=SINCE)
        accounts.append({"role": role, "area": str(code), "username": username, "password": password})
    return accounts


LOADERS: dict[str, Callable[..., list[dict[str, str]] | None]] = {"grids": _areas, "accounts": _people}
