from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.permissions.gate import SIGNED_IN, open_to


@open_to(SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "governance/desk.html")
