"""Reads of the deadlines."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from core.deadlines.choices import State
from core.deadlines.models import Deadline


def deadline_models() -> list[type[Deadline]]:
    """Every kind of deadline table of the house, in a fixed order."""
    models = [model for model in apps.get_models() if issubclass(model, Deadline) and not model._meta.proxy]
    return sorted(models, key=lambda model: model._meta.label)


def running(model: type[Deadline]) -> QuerySet[Any]:
    """Promises that neither stand still nor are decided."""
    return model.objects.filter(state=State.OPEN)


def stuck(model: type[Deadline]) -> QuerySet[Any]:
    """Promises that the sweep could not act on and pushed ahead, most often tried first."""
    return running(model).filter(attempts__gt=0).order_by("-attempts", "next_check_at")
