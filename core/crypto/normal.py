"""One spelling for values that mean the same, so that equal values have equal blind indexes."""

import re
import unicodedata

_COUNTRY = re.compile(r"^(?:00)?86(?=1[0-9]{10}$)")


def normalise(text: str) -> str:
    """Full width to half, letters (the X of an ID) to capitals, no blanks or hyphens, no +86."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    return _COUNTRY.sub("", kept)
