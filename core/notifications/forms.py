from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.notifications.channels.choosing import channels_here
from core.notifications.choices import Channel

AT_ONCE = "at_once"


def _channels() -> list[tuple[str, str]]:
    return [(channel, str(Channel(channel).label)) for channel in channels_here()]


def _hours() -> list[tuple[str, str]]:
    hours = [(str(hour), str(_("每日 {hour} 时汇总一次")).format(hour=hour)) for hour in range(24)]
    return [(AT_ONCE, str(_("随时提醒"))), *hours]


def _hour(chosen: str) -> int | None:
    return None if chosen == AT_ONCE else int(chosen)


class PreferenceForm(forms.Form):
    """How a person wants to be told."""

    channels = forms.MultipleChoiceField(
        label=_("站外提醒渠道"),
        choices=_channels,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("收件箱始终收到全部通知；站外提醒只含编号和链接，不含具体内容。地址在“我的账号”里登记。"),
    )
    digest_hour = forms.TypedChoiceField(
        label=_("提醒方式"), choices=_hours, coerce=_hour, initial=AT_ONCE, empty_value=None
    )

    def __init__(self, *args: Any, unreached: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told: Any = self.fields["channels"]
        told.choices = [
            (
                channel,
                _("{channel}（尚未登记地址，不会发送）").format(channel=label)
                if channel in unreached
                else label,
            )
            for channel, label in _channels()
        ]
