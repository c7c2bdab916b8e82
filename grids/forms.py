"""What is typed into the acts' forms, as the changes they mean."""

import json
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.paths.ranges import parent_of
from core.permissions.actor import Actor
from grids.actions.describe_area import Describing
from grids.actions.merge_areas import Merging
from grids.actions.move_area import Moving
from grids.actions.open_area import Opening
from grids.actions.recode_area import Recoding
from grids.actions.rename_area import Renaming
from grids.actions.retire_area import Retiring
from grids.actions.set_boundary import BoundarySetting
from grids.actions.split_area import Splitting
from grids.changes import Change
from grids.choices import Level
from grids.models import Area
from grids.policies import CHANGE
from grids.selectors import boundary_of, open_kinds, peers_of, places_open_to

LONGEST_GEOMETRY = 2_000_000  # characters
PHONE = r"^[0-9][0-9-]{2,19}$"


def today_text() -> str:
    """Today, as a date field holds it."""
    return timezone.localdate().isoformat()


class ActForm(forms.Form):
    """The fields every act has: its day and its reason. `change` is what the form means."""

    title: ClassVar[Any] = ""
    advice: ClassVar[Any] = ""

    effective_on = forms.DateField(
        label=gettext_lazy("生效日"),
        widget=forms.DateInput(attrs={"type": "date"}),
        initial=today_text,
        help_text=gettext_lazy("今天则立即生效；以后的日子到当天零时生效，之前可以撤销"),
    )
    reason = forms.CharField(label=gettext_lazy("事由"), max_length=300, required=False)

    def __init__(self, *args: Any, area: Area, actor: Actor, **kwargs: Any) -> None:
        self.area, self.actor = area, actor
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in ("effective_on", "reason")])

    def change(self) -> Change:
        """The change of a valid form."""
        raise NotImplementedError

    def _reach(self) -> tuple[str, ...]:
        return self.actor.paths_for(CHANGE)


class RenameForm(ActForm):
    title = gettext_lazy("更名")
    name = forms.CharField(label=gettext_lazy("新名称"), max_length=80)

    def change(self) -> Change:
        return Renaming(area_id=self.area.pk, name=self.cleaned_data["name"].strip())


class RecodeForm(ActForm):
    title = gettext_lazy("变更编码")
    new_code = forms.CharField(
        label=gettext_lazy("新编码"),
        max_length=15,
        required=False,
        help_text=gettext_lazy("村以上12位，网格15位；村的新编码会带动所属网格的编码"),
    )

    def change(self) -> Change:
        return Recoding(area_id=self.area.pk, new_code=self.cleaned_data["new_code"].strip())


class OpenForm(ActForm):
    title = gettext_lazy("新设下级")
    name = forms.CharField(label=gettext_lazy("名称"), max_length=80)
    grid_kind = forms.ChoiceField(label=gettext_lazy("类型"), required=False)
    new_code = forms.CharField(
        label=gettext_lazy("编码"),
        max_length=15,
        required=False,
        help_text=gettext_lazy("网格不填则自动编号"),
    )
    extent = forms.CharField(label=gettext_lazy("区域范围"), max_length=300, required=False)
    household_count = forms.IntegerField(
        label=gettext_lazy("户数"), min_value=0, max_value=100_000, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["grid_kind"]
        level = self.area.level + 1
        if level < Level.GRID:
            del self.fields["grid_kind"]
        else:
            kind.choices = [("", "—"), *open_kinds().items()]
            kind.required = level == Level.GRID

    def change(self) -> Change:
        given = self.cleaned_data
        return Opening(
            area_id=self.area.pk,
            name=given["name"].strip(),
            grid_kind=given.get("grid_kind", ""),
            new_code=given["new_code"].strip(),
            extent=given["extent"].strip(),
            household_count=given["household_count"],
        )


class MoveForm(ActForm):
    title = gettext_lazy("划转")
    advice = gettext_lazy("下级区域和未了结的记录随之划转，已办结的记录留在原处。")
    parent_id = forms.ChoiceField(label=gettext_lazy("划归"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = places_open_to(level=self.area.level - 1, paths=self._reach())
        field: Any = self.fields["parent_id"]
        field.choices = [
            ("", "—"),
            *((str(p["id"]), _named(p)) for p in parents if p["id"] != self.area.parent_id),
        ]

    def change(self) -> Change:
        return Moving(area_id=self.area.pk, parent_id=self.cleaned_data["parent_id"])


class SplitForm(ActForm):
    title = gettext_lazy("拆分")
    advice = gettext_lazy("新区域与原区域并列；没有划出的下级和直接记在原区域的记录留在原区域。")
    NEW = 4

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        targets = [("", _("留在{name}").format(name=self.area.name))]
        for number in range(1, self.NEW + 1):
            targets.append((str(number), _("划入新区域{n}").format(n=number)))
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("新区域{n}的名称").format(n=number), max_length=80, required=number == 1
            )
            self.fields[f"households_{number}"] = forms.IntegerField(
                label=_("户数"), min_value=0, max_value=100_000, required=False
            )
        self.children = list(Area.objects.filter(parent=self.area, valid_to=None).order_by("path"))
        for child in self.children:
            self.fields[f"child_{child.pk}"] = forms.ChoiceField(
                label=child.name, choices=targets, required=False
            )
        self.order_fields([name for name in self.fields if name not in ("effective_on", "reason")])

    def part_fields(self) -> list[tuple[Any, Any]]:
        """Name and households of each new area, side by side."""
        return [(self[f"name_{number}"], self[f"households_{number}"]) for number in range(1, self.NEW + 1)]

    def child_fields(self) -> list[Any]:
        """Where each child goes."""
        return [self[f"child_{child.pk}"] for child in self.children]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for child in self.children:
            number = given.get(f"child_{child.pk}")
            if number and not given.get(f"name_{number}"):
                self.add_error(f"child_{child.pk}", _("新区域{n}还没有名称").format(n=number))
        return given

    def change(self) -> Change:
        given = self.cleaned_data
        parts = [
            {
                "name": given[f"name_{number}"].strip(),
                "household_count": given[f"households_{number}"],
                "children": [c.pk for c in self.children if given[f"child_{c.pk}"] == str(number)],
            }
            for number in range(1, self.NEW + 1)
            if given[f"name_{number}"]
        ]
        return Splitting(area_id=self.area.pk, parts=parts)


class MergeForm(ActForm):
    title = gettext_lazy("合并")
    advice = gettext_lazy("所选区域停用，其下级和未了结的记录全部并入本区域。")
    source_ids = forms.MultipleChoiceField(
        label=gettext_lazy("并入本区域的有"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source_ids"]
        field.choices = [(str(p["id"]), _named(p)) for p in peers_of(self.area, paths=self._reach())]

    def change(self) -> Change:
        return Merging(area_id=self.area.pk, source_ids=self.cleaned_data["source_ids"])


class RetireForm(ActForm):
    title = gettext_lazy("停用")
    advice = gettext_lazy("只有没有下级、没有未了结记录的区域可以停用；编码不再使用。")

    def change(self) -> Change:
        return Retiring(area_id=self.area.pk)


class BoundaryForm(ActForm):
    title = gettext_lazy("调整边界")
    advice = gettext_lazy("在图上画出或修改边界，也可以把 GeoJSON 粘贴在下面。")
    boundary = forms.CharField(
        label=gettext_lazy("边界（GeoJSON）"),
        max_length=LONGEST_GEOMETRY,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and (now := boundary_of(self.area)):
            self.initial["boundary"] = json.dumps(now.geometry, ensure_ascii=False)

    def clean_boundary(self) -> Any:
        try:
            drawn = json.loads(self.cleaned_data["boundary"])
        except (ValueError, RecursionError):
            raise forms.ValidationError(_("不是有效的 GeoJSON")) from None
        if isinstance(drawn, dict) and drawn.get("type") == "Feature":
            return drawn.get("geometry")
        return drawn

    def change(self) -> Change:
        return BoundarySetting(area_id=self.area.pk, geometry=self.cleaned_data["boundary"])


class DescribeForm(ActForm):
    title = gettext_lazy("修改资料")
    kind = forms.ChoiceField(label=gettext_lazy("类型"), required=False)
    extent = forms.CharField(label=gettext_lazy("区域范围"), max_length=300, required=False)
    supervision_phone = forms.RegexField(
        PHONE,
        label=gettext_lazy("监督电话"),
        required=False,
        help_text=gettext_lazy("印在公示牌上；不填则用上级的"),
        error_messages={"invalid": gettext_lazy("电话只能由数字和短横线组成")},
    )
    household_count = forms.IntegerField(
        label=gettext_lazy("户数"), min_value=0, max_value=1_000_000, required=False
    )
    household_target_min = forms.IntegerField(
        label=gettext_lazy("目标户数下限"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=gettext_lazy("对本区域以下的网格有效，只作提醒"),
    )
    household_target_max = forms.IntegerField(
        label=gettext_lazy("目标户数上限"), min_value=0, max_value=100_000, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.area.level < Level.GRID:
            del self.fields["kind"]
        else:
            kind: Any = self.fields["kind"]
            kind.choices = [("", "—"), *open_kinds(keep=self.area.kind).items()]
        for name in self.fields.keys() - {"effective_on", "reason"}:
            self.initial.setdefault(name, getattr(self.area, name))

    def change(self) -> Change:
        facts = {
            name: value.strip() if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
            if name not in ("effective_on", "reason")
        }
        return Describing(area_id=self.area.pk, facts=facts)


class BoundaryFileForm(forms.Form):
    """A GeoJSON file of many boundaries."""

    file = forms.FileField(
        label=gettext_lazy("GeoJSON 文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
        help_text=gettext_lazy(
            "FeatureCollection，坐标先经度后纬度；每个要素用属性 code（编码）或 name（名称）对应区域"
        ),
    )


def _named(place: dict[str, Any]) -> str:
    """地名 with its parent's before it, so that two 第一网格 are told apart."""
    above = place["parent__name"] if len(parent_of(place["path"])) > 0 else ""
    return f"{above} / {place['name']}" if above else str(place["name"])


class NameForm(forms.Form):
    """One name: of a level, or of a kind of grid."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=20)

    def __init__(self, *args: Any, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = required
        self.fields["name"].error_messages["required"] = gettext_lazy("请填写名称")
