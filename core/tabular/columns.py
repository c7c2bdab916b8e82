"""A sheet is declared once:

POSTS = Sheet("posts", _("岗位"), [
    Column("name", _("姓名"), required=True, aliases=("人员姓名",)),
    Column("phone", _("手机"), kind=Kind.PHONE, mask=mask_phone),
    Column("since", _("任职日期"), kind=Kind.DATE),
])
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise

from core.tabular.choices import Kind

Text = str | Promise
RIGHT: Final = frozenset({Kind.INTEGER, Kind.DECIMAL})
CENTRE: Final = frozenset({Kind.DATE, Kind.MONTH, Kind.MOMENT, Kind.YES_NO})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes:
        key: the name of the value in a row; on a model row also where it is read from, dots allowed ("unit.name").
        width: in characters of the sheet; on paper relative to the other columns.
        aliases: other headings under which the column comes in.
        choices: stored value → label, for Kind.CHOICE; a callable is asked each time (codes of the county).
        words: further words for a choice, as they stand in counties' own files → stored value.
        mask: what shows instead of the value unless an approver says otherwise. A sealed value masks itself.
        clean: last word on a value read in; raises ValueError with a sentence for the clerk.
        unique: the same value twice in one file is an error.
        order: the ORM field to sort the page table by; "" for a column that can't be sorted.
        value: how the cell is read from a row, where `key` isn't the way.
        link: address of the row, drawn round this cell on the page.
        on_page: False for a column that stands in sheets only.
    """

    key: str
    label: Text
    kind: Kind = Kind.TEXT
    width: float = 14
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: Mapping[Any, Text] | Callable[[], Mapping[Any, Text]] | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    mask: Callable[[str], str] | None = None
    clean: Callable[[Any], Any] | None = None
    unique: bool = False
    max_length: int = 200
    min_value: int | None = None
    max_value: int | None = None
    help: Text = ""
    example: str = ""
    order: str = ""
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    on_page: bool = True

    @property
    def align(self) -> str:
        return "right" if self.kind in RIGHT else "center" if self.kind in CENTRE else "left"

    @property
    def labels(self) -> Mapping[Any, Text]:
        """Choices as they are now."""
        return (self.choices() if callable(self.choices) else self.choices) or {}

    def read(self, row: Any) -> Any:
        """The value of this column in a row: a mapping, or an object with attributes."""
        if self.value is not None:
            return self.value(row)
        if isinstance(row, Mapping):
            return row.get(self.key)
        for part in self.key.split("."):
            if row is None:
                return None
            row = getattr(row, part)
        return row


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns with a name; `unique_together` names columns whose values may not repeat together in one file."""

    name: str
    title: Text
    columns: Sequence[Column]
    note: Text = ""
    unique_together: Sequence[tuple[str, ...]] = field(default=())

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys):
            raise ValueError(f"sheet {self.name}: a column is named twice")

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)
