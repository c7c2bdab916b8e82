"""A cadre puts the QR of their WeChat on their contact cards."""

import datetime as dt

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from households.card_pictures import picture_from
from households.log_codes import CARD_PICTURE_PUT
from households.models import CardPicture
from households.policies import may_print_cards


@transaction.atomic
def put_card_picture(*, content: bytes, actor: Actor, at: dt.datetime) -> CardPicture:
    """Keep one's own picture in place of the one before.

    Raises:
        Refused: nobody's cadre.
        NotTaken: it is no picture that can be printed.
    """
    post = require(may_print_cards(actor, staff_id=actor.person))
    kept, _new = CardPicture.objects.update_or_create(
        staff_id=actor.person, defaults={"picture": picture_from(content), "put_at": at}
    )
    record(CARD_PICTURE_PUT, actor=actor, post=post, at=at)
    picture: CardPicture = kept
    return picture
