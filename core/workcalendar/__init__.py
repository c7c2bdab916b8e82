"""Working days of a county: which days count, and when a term that starts now will end.

Doors: `rules` (terms and the frozen `Calendar`, pure), `selectors.county_calendar` (the calendar of the
county that is open), `actions/` (load a year; ask, count, confirm and make a change of a county),
`followers` (where those who keep promises counted by this calendar register to hear of a change).
"""
