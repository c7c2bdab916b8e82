"""Covering a post while its holder is away."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.choices import OFFICERS
from accounts.models import Deputy, Post, Staff
from accounts.policies import may_name_deputy
from accounts.seats import WrongDay
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require


@transaction.atomic
def name_deputy(
    *,
    post: Post,
    staff: Staff,
    from_on: dt.date,
    to_on: dt.date | None,
    reason: str,
    actor: Actor,
    at: dt.datetime,
) -> Deputy:
    """Let `staff` cover `post` from `from_on` until `to_on` (the first day not covered; None: until ended)."""
    acting = require(may_name_deputy(actor, post))
    Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    if staff.pk == post.staff_id:
        raise Refused(_("任职人不能代理自己的岗位。"))
    if staff.left_on is not None:
        raise Refused(_("%(name)s已离岗，不能代理。") % {"name": staff.name})
    if Post.objects.filter(staff=staff, role__in=OFFICERS, to_on=None).exists():
        raise Refused(_("此人担任三员岗位，不得代理其他岗位。"))
    if from_on < post.from_on or (post.to_on is not None and from_on >= post.to_on):
        raise WrongDay(_("代理须在任职期内。"))
    if to_on is not None and to_on <= from_on:
        raise WrongDay(_("代理截止日须晚于起始日。"))
    if post.to_on is not None and (to_on is None or to_on > post.to_on):
        to_on = post.to_on
    last = Deputy.objects.filter(post=post).select_related("staff").order_by("-from_on").first()
    if last is not None and (last.to_on is None or last.to_on > from_on):
        raise WrongDay(_("该岗位届时由%(name)s代理，请先结束其代理。") % {"name": last.staff.name})
    deputy = Deputy.objects.create(
        post=post,
        staff=staff,
        from_on=from_on,
        to_on=to_on,
        previous_to_on=last.to_on if last else None,
        reason=reason,
    )
    record(
        codes.DEPUTY_NAMED,
        actor=actor,
        post=acting,
        at=at,
        subject=post,
        path=post.place_path,
        after={"deputy": staff.name, "from_on": from_on, "to_on": to_on},
        reason=reason,
    )
    return deputy


@transaction.atomic
def end_deputy(*, deputy: Deputy, to_on: dt.date, actor: Actor, at: dt.datetime) -> Deputy | None:
    """End a deputyship as of `to_on`; None where it had not begun and is taken back."""
    post = deputy.post
    acting = require(may_name_deputy(actor, post))
    Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    deputy = Deputy.objects.select_related("staff").get(pk=deputy.pk)
    if deputy.to_on is not None and deputy.to_on <= to_on:
        raise WrongDay(_("该代理已自%(day)s起结束。") % {"day": deputy.to_on})
    behind = Deputy.objects.filter(post=post, previous_to_on=deputy.to_on) if deputy.to_on else None
    withdrawn = to_on <= deputy.from_on
    if behind is not None:
        behind.update(previous_to_on=deputy.previous_to_on if withdrawn else to_on)
    before = {"deputy": deputy.staff.name, "from_on": deputy.from_on, "to_on": deputy.to_on}
    if withdrawn:
        Deputy.objects.filter(pk=deputy.pk).delete()
    else:
        deputy.to_on = to_on
        deputy.save(update_fields=["to_on"])
    record(
        codes.DEPUTY_ENDED,
        actor=actor,
        post=acting,
        at=at,
        subject=post,
        path=post.place_path,
        before=before,
        after={"to_on": to_on},
    )
    return None if withdrawn else deputy
