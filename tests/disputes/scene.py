"""A stage with browsers: everybody of tests.disputes.stage at their screen, and the neighbour county's centre."""

import datetime as dt
import re
from typing import Any

from django.test import Client
from django.utils import timezone

from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.forms.step_table import verb_of
from disputes.models import Case
from tests.accounts.people import KANGBAO, browser_of, neighbour
from tests.disputes.stage import Stage


class Scene:
    """Opened and closed for each act, as requests do; cases are of now, since the pages read the clock."""

    def __init__(self) -> None:
        with in_tenant(KANGBAO):
            self.stage = Stage(timezone.now())
        self.neighbour = browser_of(neighbour())
        self._browsers: dict[str, Client] = {}

    def browser(self, who: str) -> Client:
        if who not in self._browsers:
            with in_tenant(KANGBAO):
                self._browsers[who] = browser_of(self.stage.staff[who])
        return self._browsers[who]

    def make(self, how: str, **values: Any) -> Case:
        with in_tenant(KANGBAO):
            case: Case = getattr(self.stage, how)(**values)
            return case

    def step(self, who: str, case: Case, slug: str, **sent: Any) -> Any:
        """Post a step with a fresh key and the revision that stands, unless the test says otherwise. A step that was taken
        is posted a second time, as an impatient thumb does: the same answer, and nothing more happens."""
        address = f"/disputes/{case.pk}/steps/{slug}/"
        values = {"key": str(uuid7()), "seen": str(self.again(case).revision), **sent}
        answer: Any = self.browser(who).post(address, values)
        if answer.status_code == 302 and verb_of(slug):
            _rewind(values)
            taken = self.again(case).revision
            assert self.browser(who).post(address, values).status_code == 302, f"{slug} sent twice"
            assert self.again(case).revision == taken
        return answer

    def page(self, who: str, case: Case, below: str = "") -> str:
        answer = self.browser(who).get(f"/disputes/{case.pk}/{below}")
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def again(self, case: Case) -> Case:
        with in_tenant(KANGBAO):
            found: Case = Case.objects.get(pk=case.pk)
            return found


def _rewind(values: dict[str, Any]) -> None:
    """The files of what was posted, to be posted again."""
    for value in values.values():
        for one in value if isinstance(value, list) else [value]:
            if hasattr(one, "seek"):
                one.seek(0)


def moment(hours: int = 0) -> str:
    """From now, and never yesterday: the cases here are registered today, also in the first hour of the day."""
    now = timezone.localtime()
    return f"{max(now + dt.timedelta(hours=hours), now.replace(hour=0, minute=0)):%Y-%m-%dT%H:%M}"


def words_of(html: str) -> str:
    """The words on a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
