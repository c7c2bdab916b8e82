"""Records as a sheet, exactly as masked as they stand on the page."""

from collections.abc import Iterable
from io import BytesIO
from typing import Final

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.areas import names_of
from core.audit.models import Record

MOST_ROWS: Final = 20_000
CHUNK: Final = 1000
WIDTHS: Final = (20, 12, 18, 60, 24, 24, 30, 10, 20)


def records_workbook(records: Iterable[Record], *, mark: str) -> bytes:
    """A workbook of records.

    Args:
        mark: who took it out and when; stands above the head of the sheet and in the footer of every printed page.
    """
    made = BytesIO()
    book = xlsxwriter.Workbook(
        made, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("行为记录"))
    head = book.add_format({"bold": True, "bottom": 1})
    sheet.set_landscape()
    sheet.set_footer(f"&L{mark.replace('&', '&&')}&R&P / &N")
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, mark)
    titles = [
        _("时间"),
        _("操作人"),
        _("岗位"),
        _("行为"),
        _("对象"),
        _("区域"),
        _("理由"),
        _("途径"),
        _("请求编号"),
    ]
    sheet.write_row(1, 0, titles, head)
    sheet.freeze_panes(2, 0)
    line = 2
    for chunk in _chunks(records):
        areas = names_of(record.path for record in chunk)
        for record in chunk:
            sheet.write_row(
                line,
                0,
                [
                    f"{timezone.localtime(record.at):%Y-%m-%d %H:%M:%S}",
                    record.actor_name,
                    record.post_title,
                    record.sentence,
                    record.subject_label,
                    areas.get(record.path or "", ""),
                    record.reason,
                    record.get_channel_display(),
                    record.request_id,
                ],
            )
            line += 1
    book.close()
    return made.getvalue()


def _chunks(records: Iterable[Record]) -> Iterable[list[Record]]:
    chunk: list[Record] = []
    for record in records:
        chunk.append(record)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk
