from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignIn(forms.Form):
    """Account and password; `user` is set once both fit."""

    username = forms.CharField(label=_("账号"), max_length=40)
    password = forms.CharField(label=_("密码"), widget=forms.PasswordInput, strip=False)

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"username", "password"} <= cleaned.keys():
            self.user = authenticate(self.request, **cleaned)
            if self.user is None:
                raise forms.ValidationError(_("账号或密码不正确。"))
        return cleaned
