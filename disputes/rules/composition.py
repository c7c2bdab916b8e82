"""Who has to sit on a people's mediation committee (人民调解法 arts. 7–9): warnings, since an election decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

FEWEST: Final = 3
MOST: Final = 9
MAJORITY: Final = "汉族"


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the roster knows them.

    Attributes:
        sex: 男, 女, or "" where it isn't recorded.
        ethnicity: e.g. 蒙古族, or "" where it isn't recorded (it is only asked for in mixed places).
        duty: HEAD, DEPUTY or "".
    """

    name: str
    sex: str = ""
    ethnicity: str = ""
    duty: str = ""


def composition_warnings(
    members: Sequence[Member], *, is_mixed: bool = False, majority: str = MAJORITY
) -> tuple[str, ...]:
    """What the law misses in a committee; empty when it is rightly composed.

    Args:
        is_mixed: several nationalities live there; then one of the less numerous has to be on it.
        majority: the most numerous nationality of the place, which need not be 汉族.
    """
    out = []
    if not FEWEST <= len(members) <= MOST:
        out.append(
            _("委员应为{fewest}至{most}人，现有{n}人").format(fewest=FEWEST, most=MOST, n=len(members))
        )
    heads = sum(member.duty == "HEAD" for member in members)
    if heads != 1:
        out.append(_("应设主任一人，现有{n}人").format(n=heads))
    if members and all(member.sex != "女" for member in members):
        out.append(_("应当有妇女成员"))
    if is_mixed and members and all(member.ethnicity in ("", majority) for member in members):
        out.append(_("多民族居住的地区应当有人数较少民族的成员"))
    names = [member.name for member in members]
    out += [_("{}重复登记").format(name) for name in sorted({n for n in names if names.count(n) > 1})]
    return tuple(out)
