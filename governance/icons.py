"""The icons: own drawings on a 16-unit grid, drawn with the text's colour. Solid ones are the lamps' shapes."""

STROKES: dict[str, str] = {
    "add": "M8 3v10M3 8h10",
    "back": "M10 3 5 8l5 5",
    "bell": "M4 11V7.5a4 4 0 0 1 8 0V11l1.5 1.5h-11L4 11zM6.5 14.5h3",
    "calendar": "M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.5v3M10.5 1.5v3",
    "chart": "M2.5 13.5h11M4 11V7.5h2V11M7.5 11V3h2v8M11 11V5.5h2V11",
    "check": "M3 8.5 6.5 12 13 4.5",
    "chevron": "M6 3.5 10.5 8 6 12.5",
    "clock": "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 4.5V8l2.5 1.5",
    "close": "M4 4l8 8M12 4l-8 8",
    "doc": "M4 1.5h5.5l3 3v10H4zM9.5 1.5v3h3M6 8h4.5M6 11h4.5",
    "door": "M3.5 14V2.5h7V14M2 14h12M8 8.5v.5M10.5 5h2v9",
    "down": "M3.5 6 8 10.5 12.5 6",
    "download": "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
    "edit": "M10.5 3 13 5.5 5.5 13H3v-2.5zM9 4.5 11.5 7",
    "eye": "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z",
    "home": "M2.5 7.5 8 2.5l5.5 5M4 6.5v7h8v-7M6.5 13.5v-4h3v4",
    "inbox": "M2.5 9 4 3h8l1.5 6v4.5h-11zM2.5 9H6l.5 1.5h3L10 9h3.5",
    "key": "M8.5 9.5a3.5 3.5 0 1 1 .8-3.7L14 5.8V8.5h-2V10H9.3",
    "lock": "M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
    "map": "M6 2.5 2 4.5v9l4-2 4 2 4-2v-9l-4 2zM6 2.5v9M10 4.5v9",
    "menu": "M2 4h12M2 8h12M2 12h12",
    "offline": "M2 2l12 12M3 6.5a8 8 0 0 1 2.5-1.5M13 6.5A8 8 0 0 0 8.5 4M5.5 9.5a4 4 0 0 1 2-1M8 12.5v.1",
    "people": (
        "M8.5 5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM1.5 13.5c0-3 2-4.5 4.5-4.5s4.5 1.5 4.5 4.5"
        "M10.5 3a2.5 2.5 0 0 1 0 4.5M12 9.5c1.7.6 2.5 2 2.5 4"
    ),
    "person": "M10.5 5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM3 14c0-3.2 2.2-5 5-5s5 1.8 5 5",
    "pin": (
        "M8 14.5S3.5 10 3.5 6.5a4.5 4.5 0 0 1 9 0C12.5 10 8 14.5 8 14.5z"
        "M9.5 6.5a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0z"
    ),
    "print": "M4.5 6V2.5h7V6M4.5 11h-2V6h11v5h-2M4.5 9.5h7v4h-7z",
    "report": "M2.5 6.5v3h2l5 3.5V3l-5 3.5zM12 6a3 3 0 0 1 0 4",
    "search": "M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM10 10l4 4",
    "shield": "M8 1.5 13 3.5v4c0 3.5-2 5.7-5 7-3-1.3-5-3.5-5-7v-4z",
    "tree": "M6 2.5h4v3H6zM2 10.5h4v3H2zM10 10.5h4v3h-4zM8 5.5V8M4 10.5V8h8v2.5",
    "undo": "M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6",
    "upload": "M8 10.5v-8M4.5 6 8 2.5 11.5 6M2.5 13.5h11",
    "warn": "M8 2 14.5 13.5h-13zM8 6.5V9.5M8 11.5v.1",
}
SOLIDS: dict[str, str] = {
    "lamp-red": "M8 0.5 15.5 8 8 15.5 0.5 8z",
    "lamp-yellow": "M8 1 15.5 14.5H.5z",
    "lamp-green": "M15 8A7 7 0 1 1 1 8a7 7 0 0 1 14 0z",
    "lamp-off": "M1.5 6.5h13v3h-13z",
}


def paths_of(name: str) -> tuple[str, bool]:
    """The outline of an icon, and whether it is filled. KeyError for an unknown name."""
    if name in SOLIDS:
        return SOLIDS[name], True
    return STROKES[name], False
