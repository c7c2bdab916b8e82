"""One row opened by name: to whom, for which days, under which post; and what the neighbour sees of it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.http import Http404
from guardian.models import UserObjectPermission
from guardian.shortcuts import assign_perm
from guardian.utils import get_direct_obj_perms_models

from accounts.models import User
from core.audit.models import Record
from core.grants.access import grant_on
from core.grants.actions.grant import AlreadyGranted, PurposeMissing, WrongDays, grant
from core.grants.actions.revoke import NothingToRevoke, ReasonMissing, revoke
from core.grants.holders import Holder
from core.grants.models import NamedGrant
from core.grants.permitting import NotGrantable
from core.grants.policies import may_by_name
from core.grants.selectors import granted_ids, grants_of, opened_by_name
from core.permissions.actor import ActingPost, Actor
from core.tenancy.context import in_tenant
from tests.accounts.people import KANGBAO, NOON, TODAY, ZHANGBEI, unit
from tests.probe.models import ProbeCase, ProbeGrant

ADVISE, TAKE_PART = "probe.advise", "probe.take_part"
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def acting(*posts: ActingPost, tenant: int = KANGBAO, name: str = "李律师") -> Actor:
    user = User.objects.create(username=f"u{uuid4().hex[:12]}")
    return Actor(tenant=tenant, user_id=user.pk, person_id=uuid4(), name=name, posts=posts)


def post(*abilities: str, unit_id: Any = None, path: str | None = None) -> ActingPost:
    return ActingPost(
        id=uuid4(), role="X", title="岗位", path=path, unit_id=unit_id, abilities=frozenset(abilities)
    )


def by_person(actor: Actor) -> Holder:
    assert actor.user_id is not None
    return Holder.person(actor.user_id, actor.name)


def give_and_commit(case: ProbeCase, holder: Holder) -> None:
    """Give, and let the keys be checked as a commit would."""
    give(case, holder)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def give(case: ProbeCase, holder: Holder, **more: Any) -> Any:
    given = {
        "ability": ADVISE,
        "from_on": TODAY,
        "to_on": TODAY + 30 * DAY,
        "purpose": "土地承包纠纷研判",
        "actor": acting(post("x"), name="赵书记", tenant=case.tenant_id),
        "at": NOON,
    }
    return grant(subject=case, holder=holder, **{**given, **more})


def seen(actor: Actor, *abilities: str, on: dt.date = TODAY) -> set[str]:
    """Titles of the cases opened by name, as a room would read them."""
    rows = ProbeCase.objects.filter(opened_by_name(actor, ProbeCase, *(abilities or (ADVISE,)), on=on))
    return set(rows.values_list("title", flat=True))


@pytest.fixture
def case(county: int) -> ProbeCase:
    ProbeCase.objects.create(title="另一件")
    return ProbeCase.objects.create(title="承包地边界")


@pytest.fixture
def adviser(county: int) -> Actor:
    return acting(post(ADVISE))


def test_an_adviser_sees_the_case_they_were_named_to_and_no_other(case: ProbeCase, adviser: Actor) -> None:
    assert seen(adviser) == set()
    give(case, by_person(adviser))
    assert seen(adviser) == {"承包地边界"}
    assert list(granted_ids(adviser, ProbeCase, ADVISE, on=TODAY)) == [case.pk]


def test_somebody_else_with_the_same_role_sees_nothing(case: ProbeCase, adviser: Actor) -> None:
    give(case, by_person(adviser))
    assert seen(acting(post(ADVISE))) == set()
    assert seen(Actor.system(KANGBAO)) == set()


@pytest.mark.parametrize(
    ("day", "there"),
    [(-1, False), (0, True), (29, True), (30, False)],
    ids=["before", "first", "last", "after"],
)
def test_it_holds_from_its_first_day_to_the_day_before_its_end(
    case: ProbeCase, adviser: Actor, day: int, there: bool
) -> None:
    row = give(case, by_person(adviser))
    assert (seen(adviser, on=TODAY + day * DAY) == {"承包地边界"}) is there
    assert row.is_in_force_on(TODAY + day * DAY) is there


def test_a_name_gives_no_ability_that_the_post_lacks(case: ProbeCase) -> None:
    clerk = acting(post("probe.other"))
    give(case, by_person(clerk))
    assert seen(clerk) == set()
    assert not may_by_name(clerk, ADVISE, grants_of(case), on=TODAY, refusal="未受邀")


def test_one_ability_does_not_open_the_other(case: ProbeCase) -> None:
    both = acting(post(ADVISE, TAKE_PART))
    give(case, by_person(both))
    assert seen(both, TAKE_PART) == set()
    assert seen(both, ADVISE, TAKE_PART) == {"承包地边界"}


def test_a_unit_is_everybody_whose_post_in_it_carries_the_ability(case: ProbeCase) -> None:
    bureau, other = unit("县司法局"), unit("县农业农村局")
    handler = acting(post(TAKE_PART, unit_id=bureau.pk))
    cadre = acting(post("probe.other", unit_id=bureau.pk), post(TAKE_PART, unit_id=other.pk))
    give(case, Holder.unit(bureau.pk, bureau.name), ability=TAKE_PART)
    assert seen(handler, TAKE_PART) == {"承包地边界"}
    assert seen(cadre, TAKE_PART) == set(), "in that unit without the ability; with it in another unit only"


def test_the_act_is_done_under_the_post_that_was_named(case: ProbeCase) -> None:
    bureau, other = unit("县司法局"), unit("县农业农村局")
    posts = post(TAKE_PART, unit_id=other.pk), post(TAKE_PART, unit_id=bureau.pk)
    handler = acting(*posts)
    give(case, Holder.unit(bureau.pk, bureau.name), ability=TAKE_PART)
    verdict = may_by_name(handler, TAKE_PART, grants_of(case, on=TODAY), on=TODAY, refusal="本单位未受邀")
    assert verdict.post == posts[1]
    assert may_by_name(handler, ADVISE, grants_of(case), on=TODAY, refusal="未受邀").reason == "未受邀"


def test_it_is_recorded_with_who_why_and_until_when(case: ProbeCase, adviser: Actor) -> None:
    clerk = acting(post("x"), name="赵书记")
    give(case, by_person(adviser), actor=clerk, post=clerk.posts[0])
    record = Record.objects.get(code="grants.granted")
    assert record.sentence == "赵书记将承包地边界按名授权给李律师，事由：土地承包纠纷研判"
    assert (record.subject_id, record.post_id) == (case.pk, clerk.posts[0].id)
    assert record.after["to_on"] == "2026-12-20"


def test_revoking_ends_it_at_once_and_keeps_the_row(case: ProbeCase, adviser: Actor) -> None:
    row = give(case, by_person(adviser))
    assert revoke(grants=[row], reason="案件已办结", actor=acting(post("x"), name="赵书记"), at=NOON) == 1
    assert seen(adviser) == set()
    kept = ProbeGrant.objects.get()
    assert (kept.closing, kept.closed_by_name) == ("案件已办结", "赵书记")
    assert (
        Record.objects.get(code="grants.revoked").sentence
        == "赵书记终止李律师对承包地边界的按名授权：案件已办结"
    )
    assert list(grants_of(case, on=TODAY)) == []
    assert list(grants_of(case)) == [kept]


def test_revoking_many_is_one_act_and_twice_is_refused(case: ProbeCase, adviser: Actor) -> None:
    rows = [give(case, by_person(adviser)), give(case, by_person(acting(post(ADVISE))))]
    told: dict[str, Any] = {"reason": "办结", "actor": adviser, "at": NOON}
    with pytest.raises(ReasonMissing, match="请写明终止授权的原因"):
        revoke(grants=rows, **{**told, "reason": " "})
    assert revoke(grants=rows, **told) == 2
    with pytest.raises(NothingToRevoke, match="该授权已终止"):
        revoke(grants=rows, **told)
    with pytest.raises(NothingToRevoke):
        revoke(grants=[], **told)


def test_the_same_again_is_refused_while_it_holds(case: ProbeCase, adviser: Actor) -> None:
    give(case, by_person(adviser))
    with pytest.raises(AlreadyGranted, match="李律师已获授权（至2026-12-20前）"):
        give(case, by_person(adviser), from_on=TODAY + 29 * DAY, to_on=None)


def test_one_that_has_run_out_makes_way_for_the_next(case: ProbeCase, adviser: Actor) -> None:
    first = give(case, by_person(adviser))
    give(case, by_person(adviser), from_on=TODAY + 30 * DAY, to_on=None)
    first.refresh_from_db()
    assert first.closing == "到期，另行授权"
    assert seen(adviser, on=TODAY + 400 * DAY) == {"承包地边界"}


def test_a_grant_says_why_and_ends_after_it_begins(case: ProbeCase, adviser: Actor) -> None:
    with pytest.raises(PurposeMissing, match="请写明授权事由"):
        give(case, by_person(adviser), purpose="  ")
    with pytest.raises(WrongDays, match="终止日须晚于起始日"):
        give(case, by_person(adviser), to_on=TODAY)


def test_an_ability_has_to_be_declared_where_it_is_granted(case: ProbeCase, adviser: Actor) -> None:
    for ability in ("probe.sign", "grids.advise"):
        with pytest.raises(NotGrantable):
            give(case, by_person(adviser), ability=ability)
    with pytest.raises(NotGrantable, match="no NamedGrant points at it"):
        granted_ids(adviser, User, "accounts.advise", on=TODAY)


def test_a_grant_of_another_row_is_not_there(case: ProbeCase, adviser: Actor) -> None:
    row = give(case, by_person(adviser))
    assert grant_on(case, row.pk) == row
    with pytest.raises(Http404):
        grant_on(ProbeCase.objects.get(title="另一件"), row.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"user_id": None},
        {"to_on": TODAY},
        {"purpose": ""},
        {"closed_at": NOON},
        {"closing": "没有时间"},
    ],
    ids=str,
)
def test_the_database_refuses_what_the_verb_refuses(
    case: ProbeCase, adviser: Actor, wrong: dict[str, Any]
) -> None:
    give(case, by_person(adviser))
    with pytest.raises(IntegrityError), transaction.atomic():
        ProbeGrant.objects.update(**wrong)


def test_the_database_keeps_one_standing_grant_for_each_holder(case: ProbeCase, adviser: Actor) -> None:
    row = give(case, by_person(adviser))
    row.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


class TestTheNeighbour:
    def test_sees_no_grant_and_no_case_even_as_the_same_login(self, counties: None) -> None:
        with in_tenant(KANGBAO):
            theirs = acting(post(ADVISE))
            give(ProbeCase.objects.create(title="承包地边界"), by_person(theirs))
        with in_tenant(ZHANGBEI):
            assert seen(theirs) == set()
            assert ProbeGrant.objects.count() == 0
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM probe_probegrant")
                assert cursor.fetchone() == (0,)

    def test_can_not_be_granted_a_row_of_ours(self, counties: None) -> None:
        with in_tenant(KANGBAO):
            ours = ProbeCase.objects.create(title="承包地边界")
        with in_tenant(ZHANGBEI), pytest.raises((IntegrityError, ProbeCase.DoesNotExist)):
            give(ours, by_person(acting(post(ADVISE), tenant=ZHANGBEI)), actor=Actor.system(ZHANGBEI))

    def test_ours_is_not_granted_to_a_unit_of_theirs(self, counties: None) -> None:
        with in_tenant(ZHANGBEI):
            theirs = unit("邻县司法局", path=str(ZHANGBEI))
        with in_tenant(KANGBAO):
            ours = ProbeCase.objects.create(title="承包地边界")
            with pytest.raises(IntegrityError), transaction.atomic():
                give_and_commit(ours, Holder.unit(theirs.pk, "邻县司法局"))
            assert not ProbeGrant.objects.exists()


class TestGuardian:
    def test_every_direct_table_is_one_of_ours(self) -> None:
        from guardian.models import UserObjectPermissionBase

        tables = get_direct_obj_perms_models(UserObjectPermissionBase, UserObjectPermission)
        assert ProbeGrant in tables
        assert all(issubclass(table, NamedGrant) for table in tables)

    def test_its_own_shortcut_can_not_grant_without_days_and_purpose(
        self, case: ProbeCase, adviser: Actor
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            assign_perm("advise", User.objects.get(pk=str(adviser.user_id)), case)
        assert not ProbeGrant.objects.exists()

    def test_its_generic_tables_are_closed_to_the_application(self, county: int, adviser: Actor) -> None:
        user = User.objects.get(pk=str(adviser.user_id))
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            assign_perm("change_user", user, user)
