"""Reasons for opening what is masked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.fields import line_field


class PartyLookForm(forms.Form):
    reason = line_field(_("查看原因"), longest=100, initial=_("联系当事人"))


class CaseLookForm(forms.Form):
    reason = line_field(_("查看原因"), _("会记入本案“谁看过”，当事人和审计员可以查。"), longest=200)
