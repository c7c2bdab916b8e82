"""Who may do what with people and posts: pure verdicts, each refusal a sentence a clerk understands."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.choices import OFFICERS, Role
from accounts.models import Post, Proposal, Slip, Staff
from accounts.rules import BY_UNIT
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Verdict

APPOINT, ADD_STAFF, UNITS = "accounts.appoint", "accounts.add_staff", "accounts.units"
ISSUE_SLIP, COUNTERSIGN, OFFICERS_ABILITY = "accounts.issue_slip", "accounts.countersign", "accounts.officers"
CLOSE = "accounts.close"


def _by(actor: Actor, ability: str, path: str, refusal: str) -> Verdict:
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(ability, path)
    return Verdict.yes(post) if post else Verdict.no(refusal)


def _by_who_enters_people(actor: Actor, places: Collection[str], refusal: str) -> Verdict:
    """By a post that reaches every place where a person stands; the county for someone without any."""
    wanted = set(places) or {str(actor.tenant)}
    for post in actor.posts:
        if ADD_STAFF in post.abilities and all(post.reaches(path) for path in wanted):
            return Verdict.yes(post)
    return Verdict.no(refusal)


def may_add_staff(actor: Actor, *, path: str) -> Verdict:
    """May they enter a person whose unit lies at `path`?"""
    return _by(actor, ADD_STAFF, path, _("您只能为本辖区的单位新增人员。"))


def may_change_staff(actor: Actor, *, staff: Staff, places: Collection[str], renames: bool) -> Verdict:
    """Their own phones, or anything of a person who stands only within their reach."""
    if staff.pk == actor.person_id and not renames:
        return Verdict.yes(actor.posts[0] if actor.posts else None)
    return _by_who_enters_people(
        actor, places, _("您只能修改本辖区人员的资料；姓名由所属综治中心或系统管理员修改。")
    )


def may_change_addresses(actor: Actor, *, staff: Staff) -> Verdict:
    """Only the person: whoever could enter another's address could have their notices sent to themself."""
    if staff.pk != actor.person_id:
        return Verdict.no(_("提醒地址由本人登记。"))
    return Verdict.yes(actor.posts[0] if actor.posts else None)


def may_look_at_phone(actor: Actor, *, places: Collection[str]) -> Verdict:
    """May they open the own phone of a person who stands at `places`? Whoever enters people there may."""
    return _by_who_enters_people(actor, places, _("本人电话由其所属综治中心或系统管理员查看。"))


def may_change_units(actor: Actor, *, path: str) -> Verdict:
    return _by(actor, UNITS, path, _("您只能管理本辖区的单位。"))


def may_appoint(actor: Actor, *, role: str, path: str) -> Verdict:
    """May they fill or empty a post of `role` in the hands of the area `path`?

    A clerk appoints below their own area and into units; their own level is appointed from above or by the security
    officer. The three officers are proposed and confirmed, never appointed by one.
    """
    if actor.is_system:
        return Verdict.yes()
    if role in OFFICERS:
        return Verdict.no(_("三员岗位须由一人提议、另一人复核，请在“三员任免”中办理。"))
    reaching = [post for post in actor.posts if APPOINT in post.abilities and post.reaches(path)]
    if not reaching:
        return Verdict.no(_("您只能在本辖区内任免。"))
    for post in sorted(reaching, key=lambda post: -len(post.path or "")):
        if post.role == Role.SECURITY_OFFICER or role in BY_UNIT or post.path != path:
            return Verdict.yes(post)
    return Verdict.no(_("本级岗位由上级综治中心或安全管理员任免。"))


def may_relieve(actor: Actor, post: Post) -> Verdict:
    """May they relieve the holder of `post` (its unit loaded)?"""
    return may_appoint(actor, role=post.role, path=post.place_path or str(actor.tenant))


def may_name_deputy(actor: Actor, post: Post) -> Verdict:
    """The holder themself, or whoever may appoint there."""
    if post.role in OFFICERS:
        return Verdict.no(_("三员岗位不设代理，请按任免程序办理。"))
    own = acting(actor, post.pk)
    if own and post.staff_id == actor.person_id:
        return Verdict.yes(own)
    return may_relieve(actor, post)


def may_propose_officer(actor: Actor) -> Verdict:
    return _by(actor, OFFICERS_ABILITY, str(actor.tenant), _("只有系统管理员和安全管理员可以提议三员任免。"))


def may_settle_proposal(actor: Actor, proposal: Proposal) -> Verdict:
    """Another officer than the proposer, neither of them the person in question, one of the two a security officer."""
    if proposal.settled_at is not None:
        return Verdict.no(_("该提议已办结。"))
    if actor.person_id == proposal.proposed_by_id:
        return Verdict.no(_("提议人不能复核自己的提议，须由另一名管理员复核。"))
    if actor.person_id == proposal.staff_id:
        return Verdict.no(_("本人不能复核对自己的任免。"))
    posts = [post for post in actor.posts if OFFICERS_ABILITY in post.abilities]
    if proposal.proposed_as != Role.SECURITY_OFFICER:
        posts = [post for post in posts if post.role == Role.SECURITY_OFFICER]
        if not posts:
            return Verdict.no(_("须由安全管理员复核。"))
    return Verdict.yes(posts[0]) if posts else Verdict.no(_("只有系统管理员和安全管理员可以复核。"))


def may_hold(*, role: str, others: Collection[str]) -> Verdict:
    """May one person hold `role` beside the roles in `others`? The three officers hold nothing else."""
    if role in OFFICERS and others:
        return Verdict.no(_("三员岗位须由专人担任，此人尚有其他岗位。"))
    if set(OFFICERS) & set(others):
        return Verdict.no(_("此人担任三员岗位，不得兼任其他岗位。"))
    return Verdict.yes()


def may_issue_slip(
    actor: Actor, *, staff_id: UUID, places: Collection[str], is_officer: bool, heads_unit: bool
) -> Verdict:
    """May they print a slip for a person who stands at `places`?

    Args:
        places: paths of the person's unit and posts; empty for someone who has none yet.
        is_officer: whether the person is or is about to be one of the three officers.
        heads_unit: whether the actor heads the person's unit.
    """
    if actor.is_system:
        return Verdict.yes()  # the console that opens a county: its first officers have nobody above them yet
    if staff_id == actor.person_id:
        return Verdict.no(_("不能为自己签发凭单。"))
    wanted = set(places) or {str(actor.tenant)}
    if is_officer:
        wanted = {str(actor.tenant)}
        posts = [post for post in actor.posts if ISSUE_SLIP in post.abilities and post.role in OFFICERS]
    else:
        posts = [p for p in actor.posts if ISSUE_SLIP in p.abilities and p.role != Role.SECURITY_OFFICER]
    for post in posts:
        if all(post.reaches(path) for path in wanted):
            return Verdict.yes(post)
    if heads_unit and not is_officer:
        return Verdict.yes(actor.posts[0] if actor.posts else None)
    return Verdict.no(
        _("三员的凭单由系统管理员或安全管理员签发。")
        if is_officer
        else _("凭单由其单位负责人或所属综治中心签发。")
    )


def may_print_slip(
    actor: Actor, staff: Staff, *, places: Collection[str], is_officer: bool, heads_unit: bool
) -> Verdict:
    """Whether the button is offered: see `may_issue_slip`; and the person (their user loaded) must be able to use it."""
    if staff.user is None or staff.left_on is not None:
        return Verdict.no(_("此人没有启用中的账号。"))
    return may_issue_slip(
        actor, staff_id=staff.pk, places=places, is_officer=is_officer, heads_unit=heads_unit
    )


def may_countersign(actor: Actor, slip: Slip) -> Verdict:
    """A second officer, who neither issued the slip nor carries it."""
    if not slip.needs_countersign or slip.countersigned_at is not None:
        return Verdict.no(_("该凭单无需复核。"))
    if actor.person_id in (slip.issued_by_id, slip.staff_id):
        return Verdict.no(_("须由签发人和持有人以外的另一名管理员复核。"))
    return _by(actor, COUNTERSIGN, str(actor.tenant), _("凭单由系统管理员、安全管理员或县领导复核。"))


def may_close_user(actor: Actor, *, staff_id: UUID, is_officer: bool) -> Verdict:
    if staff_id == actor.person_id:
        return Verdict.no(_("不能停用自己的账号。"))
    if is_officer:
        return Verdict.no(_("此人担任三员岗位，请先按任免程序免职。"))
    return _by(actor, CLOSE, str(actor.tenant), _("账号由系统管理员停用。"))


def may_end_sessions(actor: Actor, *, staff_id: UUID) -> Verdict:
    if staff_id == actor.person_id:
        return Verdict.yes(actor.posts[0] if actor.posts else None)
    return _by(actor, CLOSE, str(actor.tenant), _("只能结束自己的会话。"))


def acting(actor: Actor, post_id: UUID) -> ActingPost | None:
    """The acting post with this id, held or covered."""
    return next((post for post in actor.posts if post.id == post_id), None)
