"""How a verb's refusal comes back to the form it was asked from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core.permissions.verdict import Refused

T = TypeVar("T")


def went_back(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Back to the page that a sheet or paper was asked for from, which says why there is none; to the desk where the
    browser doesn't tell which."""
    messages.error(request, str(refusal))
    back = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if known else "desk")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a verb returned."""

    result: T


def attempt(form: forms.Form, act: Callable[[dict[str, Any]], T]) -> Done[T] | None:
    """Do one verb with what a sound form holds. A refusal stands above the form, an error of a field beside it.

    Returns:
        None where nothing was done: the form was not sent, has errors, or was refused.
    """
    if not form.is_valid():
        return None
    try:
        return Done(act(form.cleaned_data))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        form.add_error(None, error)
    return None


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
    kwargs = {"pk": back_pk} if back_pk else None
    more |= {"heading": heading, "submit": submit, "back": reverse(back, kwargs=kwargs)}
    return page(request, "form_page.html", form, **more)
