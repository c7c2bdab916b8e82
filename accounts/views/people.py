"""人员: one person's page, and entering, correcting, moving and closing people; slips."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import access, finding, policies, selectors
from accounts.actions.add_staff import add_staff as do_add_staff
from accounts.actions.change_staff import change_staff as do_change_staff
from accounts.actions.close_user import close_user as do_close_user
from accounts.actions.close_user import end_sessions as do_end_sessions
from accounts.actions.issue_slip import issue_slip as do_issue_slip
from accounts.actions.join_unit import join_unit as do_join_unit
from accounts.actions.look_at_phone import look_at_phone
from accounts.forms.posts import ChangeStaffForm, CloseForm, JoinUnitForm, LookForm, StaffForm
from accounts.models import Staff
from accounts.places import with_places
from accounts.printouts import print_slip
from core.permissions.answers import attempt, form_page, page, sent
from core.permissions.gate import SIGNED_IN, open_to
from core.permissions.verdict import Verdict
from core.printing.fonts import FontMissing


@open_to("accounts.view")
def staff_page(request: Any, pk: UUID) -> HttpResponse:
    """Who this is, what they hold and held, and what may be done; a greyed button says why not."""
    return _staff_page(request, access.staff_for(request.actor, pk), LookForm())


@never_cache
@open_to("accounts.add_staff")
@require_POST
def staff_phone(request: Any, pk: UUID) -> HttpResponse:
    """The same page with the person's own phone in full, in this answer only."""
    staff = access.staff_for(request.actor, pk)
    form = LookForm(request.POST)
    seen = attempt(
        form, lambda given: look_at_phone(staff=staff, actor=request.actor, at=timezone.now(), **given)
    )
    return _staff_page(request, staff, form, phone=seen.result if seen else None)


def _staff_page(request: Any, staff: Staff, look: LookForm, phone: str | None = None) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    history = with_places(selectors.history_of(staff))
    places = selectors.places_of(staff.pk, on=today)
    officer = selectors.is_officer(staff.pk, on=today)
    current = [post for post in history if post.to_on is None or post.to_on > today]
    return page(
        request,
        "accounts/staff.html",
        look,
        staff=staff,
        phone=phone,
        may_look=policies.may_look_at_phone(actor, places=places),
        membership=selectors.current_membership(staff, on=today),
        current=[
            (post, policies.may_relieve(actor, post), policies.may_name_deputy(actor, post))
            for post in current
        ],
        former=[post for post in history if post not in current],
        today=today,
        slip=_slip_verdict(actor, staff, places, officer, today),
        change=policies.may_change_staff(actor, staff=staff, places=places, renames=True),
        close=policies.may_close_user(actor, staff_id=staff.pk, is_officer=officer),
        sessions=policies.may_end_sessions(actor, staff_id=staff.pk),
        may_move=policies.may_add_staff(actor, path=str(actor.tenant))
        if not places
        else _may_move(actor, places),
        may_appoint=actor.has("accounts.appoint"),
    )


def _slip_verdict(actor: Any, staff: Any, places: Any, officer: bool, today: Any) -> Verdict:
    heads = selectors.heads_unit_of(actor.person, staff.pk, on=today)
    return policies.may_print_slip(actor, staff, places=places, is_officer=officer, heads_unit=heads)


def _may_move(actor: Any, places: Any) -> Verdict:
    for path in places:
        verdict = policies.may_add_staff(actor, path=path)
        if not verdict:
            return verdict
    return verdict


@open_to("accounts.add_staff")
def add_staff(request: Any) -> HttpResponse:
    form = StaffForm(sent(request), actor=request.actor, initial={"from_on": timezone.localdate()})
    done = attempt(form, lambda given: do_add_staff(actor=request.actor, at=timezone.now(), **given))
    if done:
        staff = done.result
        messages.success(request, _("已新增%(name)s，请任命岗位并打印启用凭单。") % {"name": staff.name})
        return redirect("staff_page", pk=staff.pk)
    return form_page(request, form, _("新增人员"), _("新增"), "post_list", draft="add-staff")


@open_to("accounts.view")
def change_staff(request: Any, pk: UUID) -> HttpResponse:
    staff = access.staff_for(request.actor, pk)
    form = ChangeStaffForm(sent(request), initial={"name": staff.name, "duty_phone": staff.duty_phone})
    done = attempt(
        form,
        lambda given: do_change_staff(
            staff=staff,
            name=given["name"],
            duty_phone=given["duty_phone"],
            personal_phone=given["personal_phone"] or None,
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        messages.success(request, _("资料已保存。"))
        return redirect("staff_page", pk=pk)
    return form_page(request, form, _("修改资料"), _("保存"), "staff_page", back_pk=pk, intro=staff.name)


@open_to("accounts.add_staff")
def join_unit(request: Any, pk: UUID) -> HttpResponse:
    staff = access.staff_for(request.actor, pk)
    form = JoinUnitForm(sent(request), actor=request.actor, initial={"from_on": timezone.localdate()})
    done = attempt(
        form, lambda given: do_join_unit(staff=staff, actor=request.actor, at=timezone.now(), **given)
    )
    if done:
        messages.success(request, _("单位已变更。"))
        return redirect("staff_page", pk=pk)
    return form_page(request, form, _("调入单位"), _("保存"), "staff_page", back_pk=pk, intro=staff.name)


@open_to("accounts.close")
def close_user(request: Any, pk: UUID) -> HttpResponse:
    staff = access.staff_for(request.actor, pk)
    form = CloseForm(sent(request), initial={"on": timezone.localdate()})
    done = attempt(
        form,
        lambda given: do_close_user(
            staff=staff,
            left_on=given["on"],
            reason=given["reason"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        messages.success(request, _("账号已停用，岗位同时免去。"))
        return redirect("staff_page", pk=pk)
    return form_page(
        request, form, _("停用账号"), _("停用"), "staff_page", back_pk=pk, danger=True,
        intro=_("%(name)s 的岗位、代理和登录会话将一并结束。") % {"name": staff.name},
    )  # fmt: skip


@open_to("accounts.close")
@require_POST
def end_staff_sessions(request: Any, pk: UUID) -> HttpResponse:
    staff = access.staff_for(request.actor, pk)
    do_end_sessions(staff=staff, actor=request.actor, at=timezone.now())
    messages.success(request, _("已退出此人全部设备上的登录。"))
    return redirect("staff_page", pk=pk)


@never_cache
@open_to(SIGNED_IN)
@require_POST
def issue_slip(request: Any, pk: UUID) -> HttpResponse:
    """The slip on paper. The code is in this answer and nowhere else."""
    actor, now = request.actor, timezone.now()
    staff = access.staff_or_member_for(actor, pk, on=timezone.localdate(now))
    slip, code = do_issue_slip(staff=staff, today=timezone.localdate(now), actor=actor, at=now)
    try:
        pdf = print_slip(slip, code, actor=actor, at=now, address=request.build_absolute_uri("/activate/"))
    except FontMissing:  # a machine without the fonts still hands out slips
        return render(request, "accounts/slip.html", {"slip": slip, "code": code, "staff": slip.staff})
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="slip.pdf"'
    return answer


@open_to("accounts.view")
def staff_options(request: Any) -> HttpResponse:
    """Suggestions for a field in which a person is typed."""
    words = next((v for k, v in request.GET.items() if k in ("staff", "successor", "q")), "")
    return render(request, "accounts/options.html", {"options": finding.staff_options(words, request.actor)})


@open_to("accounts.view")
def place_options(request: Any) -> HttpResponse:
    words, paths = request.GET.get("place", ""), request.actor.paths_for("accounts.view")
    options = [*finding.area_options(words, paths), *finding.unit_options(words, paths)]
    return render(request, "accounts/options.html", {"options": options[: finding.SHOWN]})


@open_to("accounts.view")
def area_options(request: Any) -> HttpResponse:
    paths = request.actor.paths_for("accounts.view")
    options = finding.area_options(request.GET.get("place", ""), paths)
    return render(request, "accounts/options.html", {"options": options})


@open_to("accounts.view")
def unit_options(request: Any) -> HttpResponse:
    paths = request.actor.paths_for("accounts.view")
    options = finding.unit_options(request.GET.get("unit", ""), paths)
    return render(request, "accounts/options.html", {"options": options})
