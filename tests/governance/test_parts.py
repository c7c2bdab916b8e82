"""The parts pages are put together from."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django import forms
from django.template import engines
from django.utils import timezone
from jinja2 import UndefinedError

from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Verdict
from governance import menu
from governance.templatetags import house

NOW = dt.datetime(2026, 11, 22, 15, 30, tzinfo=dt.UTC)  # 23:30 in Shanghai


def drawn(source: str, **context: object) -> str:
    return str(engines["django"].from_string(source).render(context))


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (dt.timedelta(seconds=20), "刚刚"),
        (dt.timedelta(minutes=12), "12 分钟前"),
        (dt.timedelta(hours=5), "5 小时前"),
        (dt.timedelta(hours=24), "昨天 23:30"),
        (dt.timedelta(days=3), "3 天前"),
        (dt.timedelta(days=40), "2026-10-13"),
        (dt.timedelta(days=-1), "2026-11-23 周一 23:30"),
    ],
)
def test_a_span_is_said_as_people_say_it_with_the_exact_time_on_hover(
    before: dt.timedelta, words: str
) -> None:
    with time_machine.travel(NOW, tick=False):
        moment = timezone.now() - before
        said = house.when(moment)
    assert f">{words}</time>" in said
    assert f'title="{house.day(moment)}' in said


def test_an_hour_after_midnight_yesterday_is_yesterday() -> None:
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        assert "1 小时前" not in house.when(NOW)
        assert "昨天 23:30" in house.when(NOW)


def test_a_list_without_an_end_leads_back_and_on_where_there_is_something() -> None:
    foot = '{% earlier newest older "更早的记录" %}'
    both = drawn(foot, newest="/inbox/", older="/inbox/?before=x")
    assert '<a href="/inbox/">回到最新</a>' in both
    assert '<a rel="next" href="/inbox/?before=x">更早的记录</a>' in both
    assert "<a" not in drawn(foot, newest="", older="")


def test_a_compiled_part_escapes_and_is_loud_about_a_name_that_is_not_there() -> None:
    class Ask(forms.Form):
        name = forms.CharField(label="<b>姓名</b>", help_text="<i>")

    shown = drawn("{% field form.name %}", form=Ask({"name": '"><script>'}))
    assert "&lt;b&gt;姓名&lt;/b&gt;" in shown
    assert "&lt;i&gt;" in shown
    assert "<script>" not in shown
    with pytest.raises(UndefinedError):
        drawn('{% part "components/menu.html" %}')


def test_a_lamp_is_never_a_colour_alone() -> None:
    said = house.lamp("red", "逾期 2 日")
    assert "逾期 2 日" in said
    assert "<svg" in said
    with pytest.raises(ValueError, match="purple"):
        house.lamp("purple", "?")


def test_every_item_of_the_menu_has_a_drawing() -> None:
    icons = {item.icon for group in menu.DESK for item in group.items} | {item.icon for item in menu.PHONE}
    for icon in icons:
        assert "<path" in house.icon(icon)


def test_what_people_typed_is_escaped() -> None:
    assert "<b>" not in house.lamp("off", "<b>")
    assert "<i>" not in house.area_path(["康保县", "<i>"])


def test_a_step_that_may_not_be_done_is_greyed_and_says_why() -> None:
    source = '{% button verdict "结案" "/x/" method="post" confirm="确定？" %}'
    assert "disabled" not in drawn(source, verdict=Verdict.yes())
    assert 'data-confirm="确定？"' in drawn(source, verdict=Verdict.yes())
    refused = drawn(source, verdict=Verdict.no("卷宗还缺 2 项"))
    assert "disabled" in refused
    assert "结案：卷宗还缺 2 项" in refused
    assert "/x/" not in refused


class Example(forms.Form):
    name = forms.CharField(label="名称", help_text="全称")
    note = forms.CharField(label="备注", required=False)


def test_an_error_stands_beside_its_field_and_in_the_summary() -> None:
    said = drawn("{% form_errors form %}{% field form.name %}{% field form.note %}", form=Example({}))
    assert 'href="#id_name"' in said
    assert 'id="id_name_error"' in said
    assert 'aria-describedby="id_name_helptext id_name_error"' in said
    assert said.count("选填") == 1


def test_the_menu_marks_the_nearest_place_alone() -> None:
    held = ActingPost(
        id=uuid4(),
        role="COUNTY_CENTRE",
        title="",
        path="130723",
        unit_id=None,
        abilities=frozenset({"grids.view", "grids.name"}),
    )
    actor = Actor(tenant=130723, user_id=None, person_id=None, name="王秀英", posts=(held,))
    marked = {
        path: [
            str(item.label) for group in menu.desk_menu(actor, path) for item in group.items if item.current
        ]
        for path in ("/", "/areas/", "/areas/changes/", "/areas/naming/", "/posts/")
    }
    assert marked == {
        "/": ["工作台"],
        "/areas/": ["区域"],
        "/areas/changes/": ["区域"],
        "/areas/naming/": ["层级与类型"],
        "/posts/": [],
    }
