"""The person behind a request or a task, as plain frozen values."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ActingPost:
    """One post held now (or covered as a deputy): a role, where it reaches, what it may.

    Attributes:
        path: area path whose subtree the post reaches, or None where it reaches by unit or by name.
        unit_id: the unit the post belongs to, or None.
        abilities: ability names of the role, e.g. "grids.change".
    """

    id: UUID
    role: str
    title: str
    path: str | None
    unit_id: UUID | None
    abilities: frozenset[str]

    def reaches(self, path: str) -> bool:
        """Whether the area `path` lies in the post's subtree."""
        return self.path is not None and path.startswith(self.path)


@dataclass(frozen=True, slots=True)
class Actor:
    """One person in one county, with all posts held there now.

    Attributes:
        tenant: six-digit county code.
        user_id: the platform's user row, or None for the platform itself.
        person_id: the county's staff row, or None for the platform itself.
    """

    tenant: int
    user_id: UUID | None
    person_id: UUID | None
    name: str
    posts: tuple[ActingPost, ...] = field(default=())

    @classmethod
    def system(cls, tenant: int) -> "Actor":
        """The platform itself, acting on a stored promise (a sweep, a reaction)."""
        return cls(tenant=tenant, user_id=None, person_id=None, name="系统")

    @property
    def person(self) -> UUID:
        """The staff row behind an act that only a person can do.

        Raises:
            LookupError: the platform itself acts.
        """
        if self.person_id is None:
            raise LookupError("the platform itself is no person")
        return self.person_id

    @property
    def login(self) -> UUID:
        """The platform's user row behind an act that only a person can do.

        Raises:
            LookupError: the platform itself acts.
        """
        if self.user_id is None:
            raise LookupError("the platform itself has no login")
        return self.user_id

    @property
    def is_system(self) -> bool:
        return self.user_id is None

    def has(self, ability: str) -> bool:
        """Whether any post carries `ability`, wherever it reaches."""
        return any(ability in post.abilities for post in self.posts)

    def post_for(self, ability: str, path: str | None = None) -> ActingPost | None:
        """The post under which `ability` is used, nearest to `path` first; None where no post allows it."""
        fitting = [
            post for post in self.posts if ability in post.abilities and (path is None or post.reaches(path))
        ]
        return max(fitting, key=lambda post: len(post.path or ""), default=None)

    def paths_for(self, ability: str) -> tuple[str, ...]:
        """Area paths whose subtrees `ability` reaches, outermost only, sorted."""
        paths = sorted(
            {post.path for post in self.posts if post.path is not None and ability in post.abilities}
        )
        return tuple(path for path in paths if not any(path != top and path.startswith(top) for top in paths))
