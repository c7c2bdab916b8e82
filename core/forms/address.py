"""What a page is asked for in its address, value by value, where no form reads it: see `filtering` for those.

What is not understood is left out, and said: on the page by what stands there instead, and where a sheet or a paper is
asked for by a refusal, since it would hold other rows than the address says.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, TypeVar
from uuid import UUID

from django import forms
from django.db.models import Model, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from core.forms.identifiers import uuid_in
from core.permissions.verdict import Refused

EARLIEST, LATEST = 1950, 2100
"""Years that a day can lie in; before and after them it is a slip of the finger, and time itself runs out."""
EARLIEST_MONTH: Final = 2000
SHOWN: Final = 20
"""So many characters of a value are said again."""
Row = TypeVar("Row", bound=Model)


class NotUnderstood(Refused):
    """A sheet or a paper was asked for by an address of which something is not understood."""


class Address:
    """The parameters of an address, and what was not understood of those that were read.

    Args:
        given: request.GET, or the filters that a sheet or paper was asked for by.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given
        self._missed: dict[str, str] = {}

    @property
    def troubles(self) -> list[str]:
        """A sentence for each value that was not understood, with what is shown instead."""
        return [
            _("%(missed)s，%(instead)s。") % {"missed": what, "instead": instead}
            for what, instead in self._missed.items()
        ]

    def miss(self, what: str, instead: str) -> None:
        """Say that something of the address was not understood.

        Args:
            what: half a sentence: 没有找到这个区域.
            instead: the other half, for a page: 已显示康保县.
        """
        self._missed[what] = instead

    def require_understood(self) -> None:
        """Stop a sheet or a paper that would hold other rows than the address says.

        Raises:
            NotUnderstood: with what was not understood.
        """
        require_understood(f"{what}。" for what in self._missed)

    def text(self, name: str) -> str:
        """What stands under a name; "" where nothing does."""
        return str(self._given.get(name) or "").strip()

    def said(self, name: str) -> str:
        """The beginning of it, as a sentence repeats it."""
        text = self.text(name)
        return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"

    def one_of(self, name: str, known: Collection[Any], usual: str = "", instead: str = "") -> str:
        """One of a few words; the usual one where none is asked for, or one that is not there.

        Args:
            instead: the other half of the sentence where the word is no filter.
        """
        text = self.text(name)
        if text in known or not text:
            return text or usual
        self.miss(_("没有“%(text)s”这个选项") % {"text": self.said(name)}, instead or _("没有按它筛选"))
        return usual

    def fills(self, form: forms.Form) -> list[str]:
        """The troubles, with those of the choices that the address fills into an empty form."""
        for name, field in form.fields.items():
            if (
                isinstance(field, forms.ChoiceField)
                and (text := self.text(name))
                and not field.valid_value(text)
            ):
                self.one_of(name, (), instead=_("“%(field)s”请重新选择") % {"field": field.label})
        return self.troubles

    def identifier(self, name: str, what: str) -> UUID | None:
        """An identifier; `what` says in half a sentence that there is no such thing."""
        found = uuid_in(self.text(name))
        if self.text(name) and found is None:
            self.miss(what, _("没有按它筛选"))
        return found

    def row(self, name: str, rows: QuerySet[Row], what: str) -> Row | None:
        """The one of `rows` that is named by its identifier; `what` says in half a sentence that there is none."""
        pk = self.identifier(name, what)
        found = rows.filter(pk=pk).first() if pk else None
        if pk and found is None:
            self.miss(what, _("没有按它筛选"))
        return found

    def month(self, name: str, *, today: dt.date, usual: dt.date | None = None) -> dt.date:
        """The first day of a month ("2026-11") of this century that has begun; else of the usual one, the present month
        unless told otherwise."""
        text, this = self.text(name), today.replace(day=1)
        usual = (usual or this).replace(day=1)
        if not text:
            return usual
        try:
            found = dt.date.fromisoformat(f"{text}-01")
        except ValueError:
            found = None
        if found and found.year >= EARLIEST_MONTH and found <= today:
            return found
        is_to_come = found is not None and found > today
        what = _("%(text)s 还没有到") if is_to_come else _("没有 %(text)s 这个月")
        shown = (
            _("本月")
            if usual == this
            else _("%(year)s年%(month)s月") % {"year": usual.year, "month": usual.month}
        )
        self.miss(what % {"text": self.said(name)}, _("已显示%(month)s") % {"month": shown})
        return usual

    def day(self, name: str, instead: str = "") -> dt.date | None:
        """A day; None where none is asked for, or one that doesn't exist or lies out of reach.

        Args:
            instead: the other half of the sentence where nothing is left out but another day is taken.
        """
        text = self.text(name)
        try:
            found = parse_date(text)
        except ValueError:
            found = None
        if found and EARLIEST <= found.year <= LATEST:
            return found
        if text:
            self.miss(_("“%(text)s”不是可用的日期") % {"text": self.said(name)}, instead or _("没有按它筛选"))
        return None


def require_understood(missed: Iterable[str]) -> None:
    """Stop a sheet or a paper whose address is not understood.

    Args:
        missed: sentences that say what of it.

    Raises:
        NotUnderstood: with those sentences, and that nothing came of it.
    """
    if sentences := "".join(missed):
        raise NotUnderstood(_("%(missed)s请改正条件后再试。") % {"missed": sentences})
