"""Who is told of pairs and hand-overs."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.telling import tell_staff
from core.audit.models import Record
from core.notifications.declaring import notifies
from core.notifications.models import Notice
from households.choices import PairedBy
from households.log_codes import DOORS_GIVEN, DOORS_PAIRED, HANDOVER_TAKEN_BACK, PAIRS_HANDED_OVER
from households.models import Handover


@notifies(DOORS_PAIRED, DOORS_GIVEN)
def the_new_cadre(record: Record) -> Iterable[Notice]:
    """Who is paired with the doors from now on. Of a hand-over its own record tells."""
    after = record.after
    if after.get("how") == PairedBy.HANDOVER:
        return
    staff = after.get("cadre") or record.subject_id
    title = _("%(n)s户交由您包联，自%(day)s起") % {"n": after.get("count", 1), "day": after.get("from_on")}
    yield from tell_staff({UUID(str(staff))}, record, title, "")


@notifies(PAIRS_HANDED_OVER)
def the_successor(record: Record) -> Iterable[Notice]:
    """Who receives the doors and says so."""
    handover = Handover.objects.filter(pk=str(record.subject_id)).first()
    if handover is not None:
        title = _("请签收包联交接：%(n)s户，自%(day)s起") % {"n": handover.count, "day": handover.on}
        yield from tell_staff({handover.to_staff_id}, record, title, reverse("handovers"))


@notifies(HANDOVER_TAKEN_BACK)
def both_of_them(record: Record) -> Iterable[Notice]:
    """The one who keeps the doors and the one who does not get them."""
    cadres = {UUID(one) for one in record.before.get("cadres", ())}
    yield from tell_staff(cadres, record, _("包联交接已撤销"), reverse("handovers"))
