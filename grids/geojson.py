"""A GeoJSON file of boundaries: which feature means which area, and what is wrong with the others."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.paths.ranges import within
from core.permissions.actor import Actor
from grids.models import Area
from grids.policies import CHANGE
from grids.rules.geometry import BadBoundary, outline_of

MOST_BYTES = 20 * 1024 * 1024
MOST_FEATURES = 5000


class BadFile(ValueError):
    """The file as a whole can't be read; the message is for the clerk."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The dry run of a file.

    Attributes:
        matches: {area, name, code, geometry, km2} for each boundary that would be set.
        errors: {number, label, reason} for each feature that would not.
    """

    matches: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)


def check_collection(content: bytes, *, actor: Actor) -> Checked:
    """Match the features of a FeatureCollection with areas that the actor may change, by code, else by name.

    Raises:
        BadFile: too large, not JSON, not a FeatureCollection, or too many features.
    """
    features = _features(content)
    areas = list(
        Area.objects.filter(within("path", *actor.paths_for(CHANGE)), valid_to=None).only(
            "id", "name", "code"
        )
    )
    by_code = {area.code: area for area in areas if area.code}
    by_name = {area.name: area for area in areas}
    times = Counter(area.name for area in areas)
    checked, seen = Checked(), set()
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        told = properties if isinstance(properties, dict) else {}
        code, name = str(told.get("code") or "").strip(), str(told.get("name") or "").strip()
        area = by_code.get(code) if code else by_name.get(name)
        reason = _misfit(code, name, area, times)
        if not reason and area is not None:
            if area.pk in seen:
                reason = _("同一区域在文件中出现两次")
            else:
                seen.add(area.pk)
                try:
                    outline = outline_of(feature.get("geometry"))
                except BadBoundary as bad:
                    reason = str(bad)
                else:
                    checked.matches.append(
                        {
                            "area": str(area.pk),
                            "name": area.name,
                            "code": area.code,
                            "geometry": outline.geometry,
                            "km2": round(outline.area_km2, 4),
                        }
                    )
        if reason:
            checked.errors.append({"number": number, "label": code or name or "—", "reason": reason})
    return checked


def _features(content: bytes) -> list[Any]:
    if len(content) > MOST_BYTES:
        raise BadFile(_("文件超过{most}MB").format(most=MOST_BYTES // 1024 // 1024))
    try:
        collection = json.loads(content)
    except (ValueError, RecursionError):
        raise BadFile(_("不是有效的 GeoJSON 文件")) from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        raise BadFile(_("文件应是 FeatureCollection"))
    if not 0 < len(features) <= MOST_FEATURES:
        raise BadFile(_("要素应为1至{most}个").format(most=MOST_FEATURES))
    return features


def _misfit(code: str, name: str, area: Area | None, times: Counter[str]) -> str:
    if not code and not name:
        return _("要素没有属性 code 或 name")
    if area is None:
        return (
            _("没有编码为{code}的区域").format(code=code)
            if code
            else _("没有名为“{name}”的区域").format(name=name)
        )
    if not code and times[name] > 1:
        return _("有{n}个区域名为“{name}”，请用编码").format(n=times[name], name=name)
    return ""
