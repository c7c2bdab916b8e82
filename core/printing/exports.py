"""Issued papers as a list: the page and the sheet out."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit.areas import names_of
from core.forms.address import Address
from core.permissions.actor import Actor
from core.permissions.gate import SIGNED_IN
from core.printing.models import IssuedDocument
from core.printing.selectors import documents_of, documents_within
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from core.tabular.exporting import Params, exports

DOCUMENTS = Sheet(
    "documents",
    gettext_lazy("印发文书"),
    [
        Column("title", gettext_lazy("文书"), width=30, order="title"),
        Column("number_text", gettext_lazy("编号"), width=24),
        Column("place", gettext_lazy("区域"), width=20, order="path"),
        Column("issued_at", gettext_lazy("印发时间"), kind=Kind.MOMENT, width=18, order="issued_at"),
        Column("issued_by", gettext_lazy("印发人"), order="issued_by"),
        Column("head_printed", gettext_lazy("存证"), width=20),
        Column("pdf_size", gettext_lazy("大小（字节）"), kind=Kind.INTEGER, on_page=False),
        Column("pdf_sha256", gettext_lazy("文件校验值"), width=66, on_page=False),
    ],
)
SHOWN = OWN, HERE = "mine", "here"


def with_places(documents: Sequence[Any]) -> Sequence[Any]:
    """The papers, each with `.place`."""
    names = names_of(document.path for document in documents)
    for document in documents:
        document.place = names.get(document.path, "")
    return documents


def _said(actor: Actor, params: Params) -> str:
    return _("本辖区文书") if params.get("show") == HERE else _("我印发的文书")


@exports("printing.documents", sheet=DOCUMENTS, ability=SIGNED_IN, said=_said, whole=with_places)
def documents(actor: Actor, params: Params, on: dt.date) -> QuerySet[IssuedDocument]:
    asked = Address(params)
    shows_here = asked.one_of("show", SHOWN, OWN) == HERE
    asked.require_understood()
    return documents_asked(actor, shows_here=shows_here)


def documents_asked(actor: Actor, *, shows_here: bool) -> QuerySet[IssuedDocument]:
    """One's own papers, or those of the areas where one may print papers again."""
    return documents_within(actor) if shows_here else documents_of(actor)
