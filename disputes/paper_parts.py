"""What the papers of a case are made of: parties, spoken lines, instalments; and how plain values become JSON.

Nothing here reads a model or the clock. A day that isn't known yet becomes a line to write on.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from disputes.rules.amounts import in_figures, in_words

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
STEMS: Final = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class Party:
    """A party as the forms ask for it.

    Attributes:
        label: 申请人, 被申请人, 甲方, 乙方 …
        age: in years, or "" where nobody asked.
        id_number: as the official form requires it; the caller masks it where the form doesn't.
        code: 统一社会信用代码 of an organisation.
        head: 法定代表人（负责人） and post, of an organisation.
        guardian: 法定代理人 and relation, of a minor.
        agent: name and power, e.g. 李强（特别授权）.
        is_minor: under eighteen on the day of the paper.
    """

    label: str
    name: str
    is_organisation: bool = False
    sex: str = ""
    ethnicity: str = ""
    age: int | str = ""
    id_number: str = ""
    phone: str = ""
    occupation: str = ""
    address: str = ""
    code: str = ""
    head: str = ""
    guardian: str = ""
    agent: str = ""
    is_minor: bool = False

    def as_data(self) -> dict[str, Any]:
        return {
            **{field.name: plain(getattr(self, field.name)) for field in dataclasses.fields(self)},
            "age": str(self.age),
            "line": self.line(),
        }

    def line(self) -> str:
        """The party in running text, as papers to a court open."""
        if self.is_organisation:
            parts = [
                self.name,
                _("住所地：{}").format(self.address) if self.address else "",
                _("统一社会信用代码：{}").format(self.code) if self.code else "",
                _("法定代表人（负责人）：{}").format(self.head) if self.head else "",
            ]
        else:
            parts = [
                self.name,
                self.sex,
                self.ethnicity,
                _("{}岁").format(self.age) if self.age != "" else "",
                self.occupation,
                _("住{}").format(self.address) if self.address else "",
                _("公民身份号码：{}").format(self.id_number) if self.id_number else "",
            ]
        parts.append(_("联系方式：{}").format(self.phone) if self.phone else "")
        return "，".join(part for part in parts if part) + "。"


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one person said in a session or an inquiry: speaker as written down (问, 答, 甲方王某 …)."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Instalment:
    """One promised performance of an agreement."""

    due_on: dt.date
    what: str
    by: str
    to: str
    amount: Decimal | None = None

    def as_data(self) -> dict[str, Any]:
        return {
            "due_on": day_text(self.due_on),
            "what": self.what,
            "by": self.by,
            "to": self.to,
            "amount": "" if self.amount is None else in_figures(self.amount),
            "amount_words": "" if self.amount is None else in_words(self.amount),
        }


@dataclass(frozen=True, slots=True)
class Leaf:
    """A line of the dossier's contents: what it is, on which pages, what is to be said of it."""

    item: str
    page_from: int | None = None
    page_to: int | None = None
    note: str = ""
    number: str = ""

    def as_data(self) -> dict[str, Any]:
        first, last = self.page_from, self.page_to
        pages = "" if first is None else str(first) if last in (None, first) else f"{first}—{last}"
        return {"item": self.item, "pages": pages, "note": self.note, "number": self.number}


@dataclass(frozen=True, slots=True)
class Handled:
    """A line of what was done so far, for whoever takes the case over."""

    at: dt.datetime
    unit: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Printable:
    """A paper's values. `as_data()` is what its template gets, and what is kept as the snapshot of an issued paper."""

    TITLE: ClassVar[str] = ""
    IS_SEEN_OUTSIDE: ClassVar[bool] = False

    def as_data(self) -> dict[str, Any]:
        """Plain values; where the paper is seen outside the dossier, no minor is named (未成年人保护法 art. 103)."""
        values = {"title": self.TITLE, **plain(self)}
        if not self.IS_SEEN_OUTSIDE:
            return values
        parties = [party for party in self._parties() if party.is_minor]
        names = [party.name for party in parties] + list(getattr(self, "minors", ()))
        hidden = shielded(values, names)
        for party in hidden.get("parties", ()):
            if party["is_minor"]:
                party.update(id_number="", phone="", occupation="", address="", line=_("未成年人。"))
        return dict(hidden)

    @property
    def suffix(self) -> str:
        """What tells its title in the dossier apart from those of its like; "" where nothing does."""
        return ""

    def _parties(self) -> Iterable[Party]:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, Party):
                    yield one


def plain(value: Any) -> Any:
    """JSON values: days and instants as they are written on a form, dataclasses as dicts, tuples as lists."""
    if isinstance(value, dt.datetime):
        return moment_text(value)
    if isinstance(value, dt.date):
        return day_text(value)
    if isinstance(value, Decimal):
        return in_figures(value)
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if not isinstance(value, Printable) and hasattr(value, "as_data"):
            return value.as_data()
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


def day_text(day: dt.date) -> str:
    """2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_text(at: dt.datetime) -> str:
    """2026年11月22日9时05分, by the clock on the wall."""
    local = at.astimezone(SHANGHAI)
    return f"{day_text(local.date())}{local.hour}时{local.minute:02d}分"


def span_text(began: dt.datetime, ended: dt.datetime | None) -> str:
    """2026年11月22日9时30分至11时05分; without an end a blank to be filled in."""
    if ended is None:
        return f"{moment_text(began)}至　　时　　分"
    last = ended.astimezone(SHANGHAI)
    if last.date() == began.astimezone(SHANGHAI).date():
        return f"{moment_text(began)}至{last.hour}时{last.minute:02d}分"
    return f"{moment_text(began)}至{moment_text(ended)}"


def shielded(value: Any, names: Iterable[str]) -> Any:
    """The same values with every minor's name replaced, in running text too: 未成年人, or 未成年人甲, 未成年人乙 …

    Names of one character are left: they would tear other words apart.
    """
    unique = sorted({name for name in names if len(name) > 1}, key=lambda name: (-len(name), name))
    alone = len(unique) == 1
    stand_ins = {
        name: _("未成年人") + ("" if alone else STEMS[n] if n < len(STEMS) else str(n + 1))
        for n, name in enumerate(unique)
    }
    return _replaced(value, stand_ins)


def _replaced(value: Any, stand_ins: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for name, stand_in in stand_ins.items():
            value = value.replace(name, stand_in)
        return value
    if isinstance(value, list):
        return [_replaced(one, stand_ins) for one in value]
    if isinstance(value, dict):
        return {key: _replaced(one, stand_ins) for key, one in value.items()}
    return value
