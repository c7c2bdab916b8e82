"""An actor on paper: whoever confirms a thing is who does it, also when a worker does it a minute later."""

import json
from uuid import UUID

from core.permissions.actor import ActingPost, Actor


def actor_as_text(actor: Actor) -> str:
    return json.dumps(
        {
            "tenant": actor.tenant,
            "user_id": _text(actor.user_id),
            "person_id": _text(actor.person_id),
            "name": actor.name,
            "posts": [
                {
                    "id": str(post.id),
                    "role": post.role,
                    "title": post.title,
                    "path": post.path,
                    "unit_id": _text(post.unit_id),
                    "abilities": sorted(post.abilities),
                }
                for post in actor.posts
            ],
        },
        ensure_ascii=False,
    )


def actor_from_text(text: str) -> Actor:
    kept = json.loads(text)
    return Actor(
        tenant=kept["tenant"],
        user_id=_uuid(kept["user_id"]),
        person_id=_uuid(kept["person_id"]),
        name=kept["name"],
        posts=tuple(
            ActingPost(
                id=UUID(post["id"]),
                role=post["role"],
                title=post["title"],
                path=post["path"],
                unit_id=_uuid(post["unit_id"]),
                abilities=frozenset(post["abilities"]),
            )
            for post in kept["posts"]
        ),
    )


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
