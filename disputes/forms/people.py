"""What is asked when an invitation to a case ends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.fields import line_field


class EndInvitationForm(forms.Form):
    reason = line_field(_("为什么终止"), _("如：会商结束；已不需要参与。"), longest=200)
