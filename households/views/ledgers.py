"""包联台账: four ledgers on the page, bound into volumes, and the register of volumes."""

from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.forms.address import Address
from core.forms.identifiers import uuid_in
from core.permissions.acting import actor_as_text
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.tabular.tables import page_table
from grids.choosing import areas_to_choose
from grids.selectors import area_names
from households import access, making
from households.actions.file_volume import MOST_ROWS, file_volume
from households.actions.receive_volume import receive_volume
from households.choices import VolumeKind
from households.exports import unit_ledger
from households.forms.ledger import (
    Asked,
    asked_ledger,
    asked_unit_ledger,
    months_to_choose,
    units_of_head,
    units_to_choose,
)
from households.ledger_rows import Lines, lines_of, with_hidden_phones
from households.ledger_sheets import LEDGERS
from households.models import Volume
from households.policies import BIND, REGISTER, UNIT, VIEW, may_file_volume, may_receive_volume
from households.selectors import volumes_seen_by
from households.tasks import bind_volume

INLINE_ROWS: Final = 150
"""So many households are bound while the page waits; more goes to a worker."""
PER_PAGE: Final = 50


@open_to(VIEW)
@require_GET
def door_ledgers(request: Any) -> HttpResponse:
    """One of the four ledgers of a place and month."""
    actor, address = request.actor, Address(request.GET)
    asked = asked_ledger(address, actor, ability=VIEW, today=timezone.localdate())
    may_bind = may_file_volume(actor, path=asked.path) if asked.path else None
    context = {
        "export": LEDGERS[asked.kind].name,
        "areas": areas_to_choose(actor, ability=VIEW),
        "units": units_to_choose(asked.place, today=asked.today),
        "may_bind": may_bind if actor.has(BIND) else None,
        "filed": _filed(asked) if may_bind else [],
        "key": uuid4(),
        "troubles": address.troubles,
    }
    in_full = bool(asked.path and actor.post_for(REGISTER, asked.path))
    return _page(request, asked, context, unmasked=in_full)


@open_to(UNIT)
@require_GET
def unit_ledgers(request: Any) -> HttpResponse:
    """The same ledgers of the doors paired with cadres of one's own unit: names masked, a door's residents are read by
    whoever is paired with it or keeps the register."""
    address = Address(request.GET)
    asked = asked_unit_ledger(address, request.actor, today=timezone.localdate())
    units = list(units_of_head(request.actor))
    context = {
        "export": unit_ledger(asked.kind),
        "units": units if len(units) > 1 else [],
        "troubles": address.troubles,
    }
    return _page(request, asked, context, unmasked=False)


def _page(request: Any, asked: Asked, context: dict[str, Any], *, unmasked: bool) -> HttpResponse:
    context |= {
        "asked": asked,
        "kinds": VolumeKind.choices,
        "table": page_table(
            LEDGERS[asked.kind],
            lines_of(asked.kind, asked.scope),
            Address({"page": request.GET.get("page", "")}),
            per_page=PER_PAGE,
            empty_title=_("本期没有记录"),
            empty_advice=_("换一个月份或区域再试。") if asked.place else _("换一个月份再试。"),
            unmasked=unmasked,
            whole=with_hidden_phones,
        ),
        "months": months_to_choose(asked.today),
    }
    return render(request, "households/door_ledgers.html", context)


@open_to(BIND)
@require_POST
def file_ledger(request: Any) -> HttpResponse:
    """Bind the ledger that the address says and file it: small ones at once, large ones by a worker."""
    actor, now = request.actor, timezone.now()
    address = Address(request.GET)
    asked = asked_ledger(address, actor, ability=BIND, today=timezone.localdate(now))
    key = uuid_in(request.POST.get("key", ""))
    if asked.place is None or key is None:
        raise Http404
    if making.making_of(actor.tenant, key) is not None:
        return redirect("volume_making", key)
    try:
        address.require_understood()
    except Refused as refused:
        return _back(request, refused)
    is_long = INLINE_ROWS < len(_lines(asked)) <= MOST_ROWS
    if not is_long or not may_file_volume(actor, path=asked.place.path).ok:
        try:
            volume = file_volume(
                kind=asked.kind,
                place=asked.place,
                month=asked.month,
                unit=asked.unit,
                key=key,
                actor=actor,
                at=now,
            )
        except Refused as refused:
            return _back(request, refused)
        messages.success(request, _("已报送 %(number)s。") % {"number": volume.document.number_text})
        return redirect("volumes")
    asked_of_worker = {
        "tenant": actor.tenant,
        "key": str(key),
        "kind": str(asked.kind),
        "area": str(asked.place.pk),
        "month": asked.month.isoformat(),
        "unit": str(asked.unit.pk) if asked.unit else "",
        "actor": actor_as_text(actor),
        "at": now.isoformat(),
    }
    making.began(actor.tenant, key)
    transaction.on_commit(lambda: bind_volume.delay(**asked_of_worker))
    return redirect("volume_making", key)


@open_to(BIND)
@require_GET
def volume_making(request: Any, pk: UUID) -> HttpResponse:
    """How far a volume is; asked again and again by the page itself, which can be left."""
    volume = volumes_seen_by(request.actor).filter(pk=pk).first()
    context = {"pk": pk, "volume": volume, "making": making.making_of(request.actor.tenant, pk)}
    part = "households/_making.html" if request.headers.get("HX-Request") else "households/volume_making.html"
    return render(request, part, context)


@open_to(BIND)
@require_GET
def volumes(request: Any) -> HttpResponse:
    """The register of volumes: number, what, filed, received."""
    actor = request.actor
    page = Paginator(volumes_seen_by(actor), PER_PAGE).get_page(request.GET.get("page"))
    names = area_names(volume.path for volume in page.object_list)
    context = {
        "page": page,
        "volumes": [
            (volume, names.get(volume.path, ""), may_receive_volume(actor, volume))
            for volume in page.object_list
        ],
    }
    return render(request, "households/volumes.html", context)


@open_to("households.receive")
@require_POST
def receive(request: Any, pk: UUID) -> HttpResponse:
    """签收."""
    volume = access.volume_for(request.actor, pk, lock=True)
    try:
        receive_volume(volume=volume, actor=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已签收 %(number)s。") % {"number": volume.document.number_text})
    return redirect("volumes")


def _back(request: Any, refused: Refused) -> HttpResponse:
    messages.error(request, str(refused))
    return redirect(f"{reverse('door_ledgers')}?{request.GET.urlencode()}")


def _lines(asked: Asked) -> Lines:
    return lines_of(asked.kind, asked.scope)


def _filed(asked: Asked) -> list[Volume]:
    """What was filed of the same ledger already, the latest first."""
    found = Volume.objects.filter(
        kind=asked.kind,
        path=asked.scope.path,
        month=asked.month,
        unit=asked.unit,
    )
    return list(found.select_related("document").defer("document__snapshot").order_by("-filed_at")[:3])
