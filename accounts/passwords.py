"""The rules for passwords (GB/T 22239-2019): at least 8 characters of 3 classes, none of the last few, none that
holds the login or the name, and a new one every 90 days."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import PasswordHistory, Staff, User
from accounts.rules import classes_in, username_stem
from core.tenancy.context import current_tenant


class ThreeClasses:
    """At least three of lower case, upper case, digits and other characters."""

    def validate(self, password: str, user: Any = None) -> None:
        if classes_in(password) < 3:
            raise ValidationError(self.get_help_text(), code="too_simple")

    def get_help_text(self) -> str:
        return _("密码须包含大写字母、小写字母、数字、符号中的至少三类。")


class LongEnough:
    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < settings.PASSWORD_LENGTH:
            raise ValidationError(self.get_help_text(), code="too_short")
        if len(password) > 128:
            raise ValidationError(_("密码不能超过128位。"), code="too_long")

    def get_help_text(self) -> str:
        return _("密码至少%(length)s位。") % {"length": settings.PASSWORD_LENGTH}


class NotOneself:
    """Neither the login nor the person's name, written in pinyin or not."""

    def validate(self, password: str, user: Any = None) -> None:
        lowered = password.lower()
        parts = {user.username} if user else set()
        if user and current_tenant():
            names = Staff.objects.filter(user=user).values_list("name", flat=True)
            parts |= {part for name in names for part in (name, username_stem(name))}
        if any(len(part) > 1 and part.lower() in lowered for part in parts):
            raise ValidationError(self.get_help_text(), code="too_similar")

    def get_help_text(self) -> str:
        return _("密码不能包含账号或姓名。")


class NotAgain:
    """None of the last `settings.PASSWORDS_REMEMBERED`."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is None:
            return
        last = PasswordHistory.objects.filter(user=user).order_by("-set_at")[: settings.PASSWORDS_REMEMBERED]
        if any(check_password(password, row.password) for row in last):
            raise ValidationError(self.get_help_text(), code="used_before")

    def get_help_text(self) -> str:
        return _("不能使用最近%(number)s次用过的密码。") % {"number": settings.PASSWORDS_REMEMBERED}


def set_password(user: User, password: str, *, at: dt.datetime) -> None:
    """Give a user a new password and end every session; the caller holds the user's row.

    Raises:
        ValidationError: the password breaks a rule.
    """
    validate_password(password, user)
    user.set_password(password)
    user.password_set_at = at
    user.session_epoch += 1
    user.save(update_fields=["password", "password_set_at", "session_epoch"])
    PasswordHistory.objects.create(user=user, password=user.password, set_at=at)


def is_expired(user: User, *, at: dt.datetime) -> bool:
    """Whether the password is older than allowed; one that its owner did not set counts as expired."""
    if user.password_set_at is None:
        return bool(user.password)
    return at - user.password_set_at > dt.timedelta(days=settings.PASSWORD_DAYS)
