"""连心卡: choose whose, see how many, print; and the picture that stands on one's own."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Staff, Unit
from core.forms.address import Address
from core.permissions.answers import page
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.tenancy.models import Tenant
from grids.choosing import area_asked, areas_to_choose
from grids.models import Area
from households.actions.print_cards import print_cards, print_grid_cards
from households.actions.put_card_picture import put_card_picture
from households.card_pictures import NotTaken
from households.card_sheet import MOST_CARDS, cadres_of, grids_for_cards, pairs_for_cards
from households.forms.ledger import units_to_choose
from households.models import CardPicture, Liaison
from households.policies import MINE, PAIR, units_headed

MOST_TO_CHOOSE = 300
MOST_PARTS = 30  # the largest township has some 7,000 doors
WHOSE = {"ground": gettext_lazy("本辖区"), "unit": gettext_lazy("本单位"), "mine": gettext_lazy("我的")}


class PictureForm(forms.Form):
    picture = forms.FileField(
        label=gettext_lazy("微信二维码"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=gettext_lazy("微信“我—二维码名片”的截图，PNG 或 JPEG。不传也可以打印。"),
    )


@open_to(MINE)
@require_GET
def cards(request: Any) -> HttpResponse:
    """Which cards: one's own, or those of a place, unit or cadre where one arranges pairs."""
    actor, today = request.actor, timezone.localdate()
    chosen = _chosen(request)
    place, count = chosen.place, chosen.pairs.count()
    parts = [
        (number + 1, start + 1, min(start + MOST_CARDS, count))
        for number, start in enumerate(range(0, count, MOST_CARDS))
    ]
    of_ground = chosen.whose == "ground"
    context = {
        "place": place if of_ground else None,
        "whose": chosen.whose,
        "scopes": [(whose, WHOSE[whose]) for whose in chosen.open_to],
        "count": count,
        "sheets": -(-count // 10),
        "parts": parts if len(parts) <= MOST_PARTS else [],
        "is_too_much": len(parts) > MOST_PARTS,
        "grids": len(grids_for_cards(place)) if place and of_ground else 0,
        "areas": areas_to_choose(actor, ability=PAIR) if of_ground else [],
        "units": units_to_choose(place, today=today) if of_ground else [],
        "cadres": cadres_of(chosen.everybody, most=MOST_TO_CHOOSE) if chosen.whose != "mine" else [],
        "has_picture": CardPicture.objects.filter(staff_id=actor.person_id).exists(),
        "troubles": chosen.address.troubles,
    }
    return render(request, "households/cards.html", context)


@open_to(MINE)
@require_POST
def cards_paper(request: Any) -> HttpResponse:
    """The cards that the address says, a part of them where they are many."""
    chosen = _chosen(request)
    pairs = chosen.pairs
    part = request.POST.get("part", "1")
    start = (int(part) - 1) * MOST_CARDS if part.isascii() and part.isdigit() and 0 < len(part) < 5 else 0
    try:
        chosen.address.require_understood()
        pdf = print_cards(
            pairs=list(pairs[max(0, start) : max(0, start) + MOST_CARDS]),
            county=_county(request),
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('cards')}?{request.GET.urlencode()}")
    return _pdf(pdf, _("连心卡"))


@open_to(PAIR)
@require_POST
def grid_cards_paper(request: Any) -> HttpResponse:
    """The grids' own cards."""
    address = Address(request.GET)
    place = area_asked(address, request.actor, ability=PAIR, in_force=True)
    if place is None:
        raise Http404
    try:
        address.require_understood()
        pdf = print_grid_cards(
            area=place,
            grids=grids_for_cards(place),
            county=_county(request),
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('cards')}?{request.GET.urlencode()}")
    return _pdf(pdf, _("网格联系卡"))


@open_to(MINE)
@require_http_methods(["GET", "POST"])
def card_picture(request: Any) -> HttpResponse:
    """Put one's WeChat QR on one's cards."""
    posted = request.method == "POST"
    form = PictureForm(request.POST, request.FILES) if posted else PictureForm()
    if form.is_valid():
        try:
            put_card_picture(
                content=form.cleaned_data["picture"].read(), actor=request.actor, at=timezone.now()
            )
        except (NotTaken, Refused) as refused:
            form.add_error("picture", str(refused))
        else:
            messages.success(request, _("微信二维码已保存，会印在您的连心卡上。"))
            return redirect("cards")
    has = CardPicture.objects.filter(staff_id=request.actor.person_id).exists()
    return page(request, "households/card_picture.html", form, has_picture=has)


@never_cache
@open_to(MINE)
@require_GET
def card_picture_file(request: Any) -> HttpResponse:
    """One's own picture."""
    kept = CardPicture.objects.filter(staff_id=request.actor.person_id).first()
    if kept is None:
        raise Http404
    return HttpResponse(bytes(kept.picture), content_type="image/png")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose cards are asked for.

    Attributes:
        open_to: what the actor may choose from, the widest first.
        everybody: the pairs before one cadre was chosen.
    """

    address: Address
    whose: str
    open_to: tuple[str, ...]
    place: Area | None
    everybody: QuerySet[Liaison]
    pairs: QuerySet[Liaison]


def _chosen(request: Any) -> Chosen:
    actor, asked, today = request.actor, Address(request.GET), timezone.localdate()
    place, units = area_asked(asked, actor, ability=PAIR, in_force=True), units_headed(actor)
    open_to = (*(("ground",) if place else ()), *(("unit",) if units else ()), "mine")
    whose = asked.one_of("whose", open_to, open_to[0])
    if whose == "ground" and place is not None:
        unit = asked.row("unit", Unit.objects.all(), _("没有找到这个单位"))
        everybody = pairs_for_cards(on=today, path=place.path, unit_id=unit.pk if unit else None)
    elif whose == "unit":
        everybody = pairs_for_cards(on=today).filter(unit_id__in=units)
    else:
        everybody = pairs_for_cards(on=today, staff_id=actor.person)
    their = everybody.values("staff_id")
    cadre = asked.row("cadre", Staff.objects.filter(pk__in=their), _("没有找到这名干部"))
    pairs = everybody.filter(staff=cadre) if cadre and whose != "mine" else everybody
    return Chosen(asked, whose, open_to, place, everybody, pairs)


def _county(request: Any) -> str:
    return str(Tenant.objects.get(code=request.actor.tenant).full_name)


def _pdf(content: bytes, title: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(f'{title}.pdf')}"
    return answer
