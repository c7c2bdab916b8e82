"""岗位: who holds what, and appointing, relieving, handing over, deputising."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access, policies
from accounts.actions.appoint import appoint as do_appoint
from accounts.actions.hand_over import hand_over as do_hand_over
from accounts.actions.hand_over import preview_hand_over
from accounts.actions.name_deputy import end_deputy as do_end_deputy
from accounts.actions.name_deputy import name_deputy as do_name_deputy
from accounts.actions.relieve import relieve as do_relieve
from accounts.choices import Role
from accounts.exports import POSTS, posts_asked
from accounts.forms.posts import AppointForm, DeputyForm, HandOverForm, RelieveForm
from accounts.models import Post
from accounts.places import with_places
from accounts.selectors import upcoming_or_held
from core.forms.address import Address
from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import SIGNED_IN, open_to
from core.tabular.tables import page_table


@open_to("accounts.view")
def post_list(request: Any) -> HttpResponse:
    """Posts in reach on a day, by name, role and place; everything asked for stands in the address."""
    asked = Address(request.GET)
    rows, day = posts_asked(request.actor, asked, timezone.localdate())
    table = page_table(
        POSTS,
        rows,
        asked,
        whole=with_places,
        empty_title=_("没有符合条件的岗位"),
        empty_advice=_("换一个条件，或查看其他日期。"),
    )
    return render(
        request,
        "accounts/posts.html",
        {
            "table": table,
            "day": day,
            "roles": Role.choices,
            "troubles": asked.troubles,
            "may_appoint": request.actor.has("accounts.appoint"),
            "may_add": request.actor.has("accounts.add_staff"),
        },
    )


@open_to("accounts.appoint")
def appoint(request: Any) -> HttpResponse:
    asked = Address(request.GET)
    first = {
        "from_on": timezone.localdate(),
        **{key: asked.text(key) for key in ("staff", "role", "place")},
    }
    form = AppointForm(sent(request), actor=request.actor, initial=first)
    done = attempt(
        form,
        lambda given: do_appoint(
            staff=given["staff"],
            role=given["role"],
            path=given.get("path"),
            unit=given.get("unit"),
            seat_number=given["seat_number"],
            from_on=given["from_on"],
            today=timezone.localdate(),
            actor=request.actor,
            at=timezone.now(),
            reason=given["reason"],
        ),
    )
    if done:
        post = done.result
        begun = post.from_on <= timezone.localdate()
        messages.success(request, _("已任命。") if begun else _("已登记，到任职日生效。"))
        return redirect("staff_page", pk=post.staff_id)
    return form_page(
        request,
        form,
        _("任命岗位"),
        _("任命"),
        "post_list",
        draft="appoint",
        troubles=asked.fills(form),
    )


@open_to("accounts.appoint")
def relieve(request: Any, pk: UUID) -> HttpResponse:
    post = access.post_for(request.actor, pk)
    form = RelieveForm(sent(request), initial={"to_on": timezone.localdate()})
    done = attempt(form, lambda given: do_relieve(post=post, actor=request.actor, at=timezone.now(), **given))
    if done:
        messages.success(request, _("已免职。") if done.result else _("尚未开始的任命已撤回。"))
        return redirect("staff_page", pk=post.staff_id)
    return _about(request, form, _("免去岗位"), _("免职"), post)


@open_to("accounts.appoint")
def hand_over(request: Any, pk: UUID) -> HttpResponse:
    """All of a person's posts, or some of them, to a successor on a day."""
    staff = access.staff_for(request.actor, pk)
    today = timezone.localdate()
    posts = [
        post
        for post in with_places(upcoming_or_held(staff, on=today))
        if policies.may_relieve(request.actor, post)
    ]
    form = HandOverForm(sent(request), actor=request.actor, posts=posts, initial={"on": today})
    done = attempt(
        form,
        lambda given: do_hand_over(
            posts=list(given["posts"]),
            successor=given["successor"],
            on=given["on"],
            today=today,
            actor=request.actor,
            at=timezone.now(),
            reason=given["reason"],
        ),
    )
    if done:
        messages.success(request, _("已办理交接，共%(number)s个岗位。") % {"number": len(done.result)})
        return redirect("staff_page", pk=form.cleaned_data["successor"].pk)
    return form_page(
        request, form, _("岗位交接"), _("办理交接"), "staff_page", back_pk=pk,
        intro=_("%(name)s 交出岗位") % {"name": staff.name}, loads=preview_hand_over(posts=posts),
    )  # fmt: skip


@open_to(SIGNED_IN)
def name_deputy(request: Any, pk: UUID) -> HttpResponse:
    post = access.post_for(request.actor, pk)
    form = DeputyForm(sent(request), actor=request.actor, initial={"from_on": timezone.localdate()})
    done = attempt(
        form, lambda given: do_name_deputy(post=post, actor=request.actor, at=timezone.now(), **given)
    )
    if done:
        messages.success(request, _("已指定代理人。"))
        return redirect(_home(request, post))
    return _about(request, form, _("指定代理"), _("保存"), post)


@open_to(SIGNED_IN)
@require_POST
def end_deputy(request: Any, pk: UUID) -> HttpResponse:
    deputy = access.deputy_for(request.actor, pk)
    do_end_deputy(deputy=deputy, to_on=timezone.localdate(), actor=request.actor, at=timezone.now())
    messages.success(request, _("代理已结束。"))
    return redirect(_home(request, deputy.post))


def _home(request: Any, post: Post) -> str:
    if post.staff_id == request.actor.person_id and not request.actor.has("accounts.view"):
        return reverse("my_account")
    return reverse("staff_page", kwargs={"pk": post.staff_id})


def _about(request: Any, form: Any, title: str, submit: str, post: Post) -> HttpResponse:
    placed = with_places([post])[0]
    intro = f"{post.staff.name} · {post.get_role_display()} · {getattr(placed, 'place', '')}"
    if request.actor.has("accounts.view"):
        return form_page(request, form, title, submit, "staff_page", back_pk=post.staff_id, intro=intro)
    return form_page(request, form, title, submit, "my_account", intro=intro)
