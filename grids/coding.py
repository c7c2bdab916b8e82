"""Whether a code may be given."""

from uuid import UUID

from django.utils.translation import gettext as _

from grids.changes import ChangeRefused
from grids.choices import Level
from grids.models import Area, AreaCode
from grids.rules.codes import misfit


def require_code(
    code: str, *, level: int, parent: Area | None, field: str = "code", but: UUID | None = None
) -> None:
    """A code is of the right length, is nobody else's, and a grid's was never given before. An empty one passes.

    Raises:
        ChangeRefused: with the reason.
    """
    if not code:
        return
    if wrong := misfit(code, level=level, parent=parent.code if parent else ""):
        raise ChangeRefused(wrong, field=field)
    holders = Area.objects.filter(code=code)
    if but is not None:
        holders = holders.exclude(pk=but)
    if level < Level.GRID:
        holders = holders.filter(
            valid_to=None
        )  # the state may give a village's code again, a county a grid's never
    if holder := holders.first():
        raise ChangeRefused(_("编码{code}已由{name}使用").format(code=code, name=holder.name), field=field)
    if level >= Level.GRID and AreaCode.objects.filter(old_code=code).exists():
        raise ChangeRefused(_("编码{code}曾经使用过，不得重复使用").format(code=code), field=field)
