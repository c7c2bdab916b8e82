"""Tables declared once, used three times: the table on a page, the sheet out, the sheet in.

Doors: `columns` (Column, Sheet), `tables` (page_table, drawn by {% sheet_table %}), `actions.export_sheet`,
`registry` (imports), `exporting` (exports), `urls`, `urls_out`. An upload is checked as a whole before anything is
written, every error by row and column; confirming calls one registered verb for all rows, in one transaction. Sheets
go out masked; in full once, when somebody else approved.
"""
