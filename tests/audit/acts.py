"""Acts that only the tests know, and the people who do them."""

from datetime import UTC, datetime

from core.audit.codes import READ, code
from core.permissions.actor import ActingPost, Actor
from core.tenancy.ids import uuid7
from tests.cast import KANGBAO

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

RENAMED = code(
    "probe.renamed",
    "{actor}将{before[name]}更名为{after[name]}",
    labels={"name": "名称"},
)
MOVED_IN = code("probe.moved_in", "{actor}登记了{subject}，电话{after[phone]}", personal=("phone", "subject"))
FILE_OPENED = code("probe.file_opened", "{actor}查看了{subject}的档案，理由：{reason}", kind=READ)


def clerk(tenant: int = KANGBAO, name: str = "李敏") -> Actor:
    """A township clerk with one post."""
    post = ActingPost(uuid7(), "TOWNSHIP_CLERK", "综治中心办事员", f"{tenant}001", None, frozenset())
    return Actor(tenant=tenant, user_id=uuid7(), person_id=uuid7(), name=name, posts=(post,))
