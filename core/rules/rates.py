"""Rates: numerator and denominator are kept, the percentage is only shown.

Truncated to one decimal, as the counties print theirs (929 of 972 is 95.5 %) and so that 99.96 % never reads as 100 %.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final

EMPTY: Final = "—"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if self.numerator < 0 or self.denominator < 0:
            raise ValueError(f"{self.numerator}/{self.denominator}: counts are not negative")

    def percent(self, *, places: int = 1, mode: str = ROUND_DOWN) -> Decimal | None:
        """The percentage, or None where there is nothing to divide by.

        Args:
            mode: a rounding mode of `decimal`; a county's setting.
        """
        if not self.denominator:
            return None
        step = Decimal(1).scaleb(-places)
        whole, rest = divmod(self.numerator * 100 * 10 ** (places + 2), self.denominator)
        exact = Decimal(whole).scaleb(-places - 2)
        if rest:  # a digit past the last one computed, so that no mode takes 95.55… for 95.55
            exact += Decimal(1).scaleb(-places - 3)
        return exact.quantize(step, rounding=mode)

    def text(self, *, places: int = 1, mode: str = ROUND_DOWN) -> str:
        """95.5%, or — where there is nothing to divide by: neither 0 nor 100."""
        percent = self.percent(places=places, mode=mode)
        return EMPTY if percent is None else f"{percent}%"


def rate_text(numerator: int, denominator: int, *, places: int = 1, mode: str = ROUND_DOWN) -> str:
    """`Rate(numerator, denominator).text()`."""
    return Rate(numerator, denominator).text(places=places, mode=mode)
