import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.models import User
from accounts.passwords import set_password
from core.audit.actions.record import record
from core.permissions.actor import Actor


@transaction.atomic
def change_password(*, user: User, old: str, new: str, actor: Actor, at: dt.datetime) -> User:
    """One's own password, by the old one. Every other session ends.

    Raises:
        ValidationError: the old one is wrong (field "old") or the new one breaks a rule (field "new").
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.pk != actor.user_id or not user.check_password(old):
        raise ValidationError({"old": _("原密码不正确。")})
    try:
        set_password(user, new, at=at)
    except ValidationError as error:
        raise ValidationError({"new": error.messages}) from error
    record(codes.PASSWORD_CHANGED, actor=actor, at=at)
    return user
