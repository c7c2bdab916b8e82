import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path
from django.utils import timezone

from core.permissions.gate import ANYONE, open_to
from core.permissions.verdict import Verdict
from governance.menu import Shown, ShownGroup
from governance.urls import urlpatterns as house

HERE = Path(__file__).parent


class Example(forms.Form):
    name = forms.CharField(label="区域名称", max_length=20, help_text="用登记的全称，例如“二网格”。")
    kind = forms.ChoiceField(label="网格类型", choices=[("", "请选择"), ("R", "居民网格"), ("S", "专属网格")])
    on = forms.DateField(label="生效日", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="理由", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    scope = forms.ChoiceField(
        label="范围", widget=forms.RadioSelect, choices=[("A", "全村"), ("B", "部分农户")], initial="A"
    )
    tell = forms.BooleanField(label="通知网格员", required=False)
    phone = forms.CharField(label="电话", required=False, widget=forms.TextInput(attrs={"data-no-draft": ""}))


def _item(
    label: str, icon: str = "home", count: int | None = None, current: bool = False, key: str = ""
) -> Shown:
    return Shown(label, "#", icon, key, count, current)


def _context() -> dict[str, Any]:
    posts = [SimpleNamespace(title="李家地镇综治中心 · 中心工作人员")]
    return {
        "actor": SimpleNamespace(name="赵明远", posts=posts, user_id=UUID(int=7)),
        "where": "康保县 · 李家地镇综治中心",
        "unread_count": 4,
        "menu": (
            ShownGroup("", (_item("工作台", current=True),)),
            ShownGroup(
                "矛盾纠纷",
                (_item("受理登记", key="F2"), _item("在办案件", count=41), _item("待回访", count=7)),
            ),
            ShownGroup("网格", (_item("区域"), _item("人员与岗位"), _item("公示牌"))),
            ShownGroup("管理", (_item("工作日历"), _item("导入"), _item("操作记录"))),
        ),
        "phone_menu": (
            _item("今日", "home", current=True),
            _item("走访", "door"),
            _item("上报", "report"),
            _item("我的", "person"),
        ),
        "yes": Verdict.yes(),
        "no": Verdict.no("卷宗还缺 2 项"),
        "recent": timezone.now() - dt.timedelta(days=3, hours=2),
        "just": timezone.now() - dt.timedelta(minutes=12),
        "names": ["康保县", "李家地镇", "十大股村", "二网格"],
        "page": Paginator(range(173), 20).get_page(3),
    }


@open_to(ANYONE)
def show(request: HttpRequest, name: str) -> HttpResponse:
    form = Example(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            messages.success(request, "已登记，明日零时生效。", extra_tags="/gallery/undo/")
            name = "sent"
        else:
            form.add_error(None, "生效日不能早于今天。")
    context = _context() | {"form": form}
    if request.GET.get("as") == "other":
        context["actor"].user_id = UUID(int=8)
    template = engines["django"].from_string((HERE / f"{name}.html").read_text(encoding="utf-8"))
    status = 422 if form.errors else 200
    return HttpResponse(template.render(context, request), status=status)


@open_to(ANYONE)
def children(request: HttpRequest) -> HttpResponse:
    row = '<li role="treeitem" tabindex="-1"><div class="tree-row"><a href="#{0}" tabindex="-1">{0}</a></div></li>'
    return HttpResponse("".join(row.format(name) for name in ("一网格", "二网格", "三网格")))


@open_to(ANYONE)
def boundary(request: HttpRequest) -> HttpResponse:
    def square(name: str, west: float, south: float, current: bool = False) -> dict[str, Any]:
        ring = [
            [west, south],
            [west + 0.1, south],
            [west + 0.1, south + 0.08],
            [west, south + 0.08],
            [west, south],
        ]
        return {
            "type": "Feature",
            "properties": {"name": name, "current": current, "url": "/gallery/desk/"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }

    features = [
        square("李家地镇", 114.6, 41.85, True),
        square("张纪镇", 114.7, 41.85),
        square("土城子镇", 114.6, 41.93),
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@open_to(ANYONE)
def lookup(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>李家地镇 {request.GET['lng']} {request.GET['lat']}</p>")


urlpatterns = [
    *house,
    path("gallery/children/", children),
    path("gallery/boundary/", boundary),
    path("gallery/lookup/", lookup),
    path("gallery/<slug:name>/", show),
]
