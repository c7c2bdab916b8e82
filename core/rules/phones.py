"""What a telephone number of the country looks like (REFERENCE §3.5)."""

from typing import Final

MOBILE: Final = r"1[3-9]\d{9}"
LANDLINE: Final = r"0\d{2,3}-?\d{7,8}"
PHONE: Final = f"{MOBILE}|{LANDLINE}"
