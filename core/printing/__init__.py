"""Paper: documents and ledgers set by typst, numbers without gaps, issued documents that reprint identically.

Doors: `actions.take_number`, `actions.issue_document`, `actions.reprint_document`, `typesetting` (render, ledger),
`qr` (a code as a picture), the frames in `core/printing/typst/` that a room's own templates import.
"""
