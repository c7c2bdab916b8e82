"""One act on a door as a page: its form, greyed with a reason where it may not be done."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.permissions.answers import Done
from households.models import Door


def act_page(
    request: Any,
    door: Door,
    form: forms.Form,
    *,
    heading: str,
    submit: str,
    intro: str = "",
    is_grave: bool = False,
    draft: str = "",
) -> HttpResponse:
    """The form; 422 where it came back."""
    context = {
        "door": door,
        "form": form,
        "heading": heading,
        "submit": submit,
        "intro": intro,
        "danger": is_grave,
        "draft": draft,
        "back": reverse("door", args=[door.pk]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "households/act.html", context, status=status)


def went_well(request: Any, done: Done[Any], said: str, pk: UUID) -> HttpResponse:
    """Back to the door, and what has been done in a word."""
    messages.success(request, said)
    return redirect("door", pk=pk)
