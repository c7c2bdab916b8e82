"""How a verb's refusal comes back to the form it was asked from."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.permissions.verdict import Refused

T = TypeVar("T")


def attempt(form: forms.Form, act: Callable[[], T]) -> tuple[bool, T | None]:
    """Do one verb. A refusal stands above the form, an error of a field beside it.

    Returns:
        Whether it was done, and what the verb returned.
    """
    try:
        return True, act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        form.add_error(None, error)
    return False, None


def page(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    """The page of a form; 422 where the form came back."""
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, template, {"form": form, **context}, status=status)


def sent(request: HttpRequest) -> Any:
    """What a form is bound to: nothing until it is posted."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: forms.Form,
    heading: str,
    submit: str,
    back: str,
    *,
    back_pk: Any = None,
    **more: Any,
) -> HttpResponse:
    """A page with one form and nothing else; `back` is the route that leaving it leads to."""
    kwargs = {"pk": back_pk} if back_pk and back != "my_account" else None
    more |= {"heading": heading, "submit": submit, "back": reverse(back, kwargs=kwargs)}
    return page(request, "accounts/form.html", form, **more)
