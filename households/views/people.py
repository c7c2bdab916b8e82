"""The people of a household: entered, put right, gone; who heads it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from core.tenancy.ids import uuid7
from households.access import kept_door_for, member_for
from households.actions.add_member import add_member as do_add
from households.actions.change_member import change_member as do_change
from households.actions.leave_household import leave_household as do_leave
from households.actions.name_head import name_head as do_name
from households.forms.keeping import AddMemberForm, ChangeMemberForm, HeadForm, LeaveForm
from households.opening import is_young
from households.registering import people_of
from households.views.acting import act_page, went_well


@open_to("households.register")
@require_http_methods(["GET", "POST"])
def add_member(request: Any, pk: UUID) -> HttpResponse:
    door, today = kept_door_for(request.actor, pk), timezone.localdate()
    form = AddMemberForm(sent(request), today=today, initial={"on": today, "key": uuid7()})
    done = attempt(
        form,
        lambda given: do_add(
            door=door,
            entry=form.entry(),
            on=given["on"],
            key=given["key"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        return went_well(request, done, _("已登记%(name)s。") % {"name": done.result.name}, pk)
    intro = _("只登记走访所需的信息。身份证号校验位不符也可登记，标为“号码待核实”。")
    return act_page(request, door, form, heading=_("登记成员"), submit=_("登记"), intro=intro)


@open_to("households.register")
@require_http_methods(["GET", "POST"])
def change_member(request: Any, pk: UUID, member_pk: UUID) -> HttpResponse:
    door, today = kept_door_for(request.actor, pk), timezone.localdate()
    member = member_for(door, member_pk)
    form = ChangeMemberForm(sent(request), member=member, hides_birth=is_young(member, today), today=today)
    done = attempt(
        form,
        lambda given: do_change(
            member=member,
            values=form.values(),
            reason=given["reason"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        return went_well(request, done, _("已更正，改前改后留在办理记录里。"), pk)
    heading = _("更正：%(name)s") % {"name": member.name}
    return act_page(request, door, form, heading=heading, submit=_("保存"))


@open_to("households.register")
@require_http_methods(["GET", "POST"])
def leave_household(request: Any, pk: UUID, member_pk: UUID) -> HttpResponse:
    door = kept_door_for(request.actor, pk)
    member, people = member_for(door, member_pk), people_of(door)
    form = LeaveForm(sent(request), member=member, people=people, initial={"on": timezone.localdate()})
    done = attempt(
        form,
        lambda given: do_leave(
            member=member,
            why=given["why"],
            on=given["on"],
            head=given["head"],
            relations=given["relations"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        is_empty = not done.result.is_open
        said = (
            _("户内已无人，本户已注销。") if is_empty else _("已登记%(name)s离户。") % {"name": member.name}
        )
        return went_well(request, done, said, pk)
    if form.names_head:
        intro = _("%(name)s是户主，离户时请指定新的户主。") % {"name": member.name}
    elif len(people) == 1:
        intro = _("%(name)s是户内最后一人，离户后本户注销，包联同时结束。") % {"name": member.name}
    else:
        intro = ""
    heading = _("离户：%(name)s") % {"name": member.name}
    return act_page(request, door, form, heading=heading, submit=_("登记离户"), intro=intro, is_grave=True)


@open_to("households.register")
@require_http_methods(["GET", "POST"])
def name_head(request: Any, pk: UUID) -> HttpResponse:
    door = kept_door_for(request.actor, pk)
    form = HeadForm(sent(request), people=people_of(door))
    done = attempt(
        form,
        lambda given: do_name(
            door=door,
            head=given["head"],
            relations=given["relations"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        return went_well(request, done, _("户主已变更。"), pk)
    intro = _("原户主与新户主的关系必填；其他人关系变了的一并改，不变的留空。")
    return act_page(request, door, form, heading=_("变更户主"), submit=_("变更"), intro=intro)
