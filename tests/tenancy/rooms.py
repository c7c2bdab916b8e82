"""Doors that a careless view might open: each tries to reach a row by its id, as a request does."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path

from accounts.models import Post, Staff
from core.permissions.gate import SIGNED_IN, open_to
from core.tenancy.context import in_tenant, required_tenant


@open_to(SIGNED_IN)
def read(request: Any, pk: UUID) -> HttpResponse:
    return HttpResponse(get_object_or_404(Staff, pk=pk).name)


@open_to(SIGNED_IN)
def read_raw(request: Any, pk: UUID) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM accounts_staff WHERE id = %s OR name <> ''", [pk])
        return HttpResponse(",".join(name for (name,) in cursor.fetchall()))


@open_to(SIGNED_IN)
def write(request: Any, pk: UUID) -> HttpResponse:
    changed = Staff.objects.filter(pk=pk).update(name="改名")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_staff SET name = '改名' WHERE id = %s", [pk])
        changed += cursor.rowcount
        cursor.execute("DELETE FROM accounts_staff WHERE id = %s", [pk])
        return HttpResponse(str(changed + cursor.rowcount))


@open_to(SIGNED_IN)
def point(request: Any, pk: UUID) -> HttpResponse:
    Post.objects.create(staff_id=pk, role="AUDITOR", from_on=dt.date(2026, 1, 1))
    return HttpResponse("written")


@open_to(SIGNED_IN)
def stream_careless(request: Any) -> StreamingHttpResponse:
    def rows() -> Iterator[str]:
        for staff in Staff.objects.all():
            yield f"{staff.name}\n"

    return StreamingHttpResponse(rows())


@open_to(SIGNED_IN)
def stream_raw(request: Any) -> StreamingHttpResponse:
    def rows() -> Iterator[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM accounts_staff")
            yield from (f"{name}\n" for (name,) in cursor.fetchall())

    return StreamingHttpResponse(rows())


@open_to(SIGNED_IN)
def stream_well(request: Any) -> StreamingHttpResponse:
    county = required_tenant()

    def rows() -> Iterator[str]:
        with in_tenant(county):
            for staff in Staff.objects.all().iterator():
                yield f"{staff.name}\n"

    return StreamingHttpResponse(rows())


urlpatterns = [
    path("read/<uuid:pk>/", read),
    path("read-raw/<uuid:pk>/", read_raw),
    path("write/<uuid:pk>/", write),
    path("point/<uuid:pk>/", point),
    path("stream-careless/", stream_careless),
    path("stream-raw/", stream_raw),
    path("stream-well/", stream_well),
    path("", include("governance.urls")),
]
handler404 = "governance.views.errors.not_found"
handler500 = "governance.views.errors.server_error"
