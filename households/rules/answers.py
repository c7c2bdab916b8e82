"""What may be answered to a campaign's question."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from households.choices import QuestionKind

YES_NO: Final = ("是", "否")
FEWEST, MOST = 2, 12
LONGEST_OPTION: Final = 20
LONGEST: Final = 200


def options_of(kind: str, options: Sequence[str]) -> list[str]:
    """The words to choose from; empty where anything may be written."""
    return list(YES_NO) if kind == QuestionKind.YES_NO else list(options)


def refusal_of_options(kind: str, options: Sequence[str]) -> str:
    """Why a campaign can't offer these options; "" where it can."""
    if kind != QuestionKind.CHOICE:
        return _("只有“选项”方式才填写选项。") if options else ""
    if not FEWEST <= len(options) <= MOST:
        return _("请填写%(fewest)s至%(most)s个选项，每行一个。") % {"fewest": FEWEST, "most": MOST}
    if len(set(options)) < len(options):
        return _("选项重复了。")
    if any(len(option) > LONGEST_OPTION for option in options):
        return _("每个选项最多%(n)s字。") % {"n": LONGEST_OPTION}
    return ""


def refusal_of_answer(kind: str, options: Sequence[str], value: str) -> str:
    """Why this is no answer to the question; "" where it is."""
    if not value:
        return _("请填写答复。")
    known = options_of(kind, options)
    if known and value not in known:
        return _("请从选项中选择：%(options)s。") % {"options": "、".join(known)}
    if kind == QuestionKind.NUMBER:
        try:
            number = Decimal(value)
        except InvalidOperation:
            return _("请填写数字。")
        if not number.is_finite() or not 0 <= number < 10**9:
            return _("请填写0以上的数字。")
    if len(value) > LONGEST:
        return _("最多%(n)s字。") % {"n": LONGEST}
    return ""
