"""上报纠纷 from the phone: what happened and between whom; everything else has a default."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from disputes.choices import Side, Source, Urgency
from disputes.entering import CaseEntry, PartyEntry
from disputes.forms.dossier import ManyFilesField, ManyFilesInput
from disputes.forms.register import phone_field, summary_field, title_of
from disputes.rules.uploads import MOST_BYTES, why_no_photo
from disputes.scanning import Sheet
from grids.models import Area

OTHER = "99"
HEAD = 64  # bytes by which a picture is known


class Photos(ManyFilesField):
    """Several photos at once, looked at one by one; none is fine. What is no photo is told in words for photos."""

    def clean(self, value: Any) -> tuple[list[Sheet], list[str]]:
        photos, bad = [], []
        for upload in value or []:
            why = _why_not(upload)
            if why:
                bad.append(f"{upload.name}：{why}")
            else:
                photos.append(upload)
        try:
            good, others = super().clean(photos) if photos else ([], [])
        except ValidationError as error:
            raise ValidationError([*bad, *error.messages]) from error
        if bad and not good:
            raise ValidationError(bad)
        return good, [*bad, *others]


def _why_not(upload: Any) -> str:
    if upload.size > MOST_BYTES:
        return _t("照片超过 %(n)s MB，请选小一些的，或用普通清晰度重拍。") % {"n": MOST_BYTES // 1024 // 1024}
    head = upload.read(HEAD)
    upload.seek(0)
    return why_no_photo(head)


class ReportForm(forms.Form):
    """Five fields, four of them needed."""

    summary = summary_field(_("发生了什么"), _("可以用键盘的语音输入。"), rows=4)
    applicant = forms.CharField(
        label=_("一方姓名"), max_length=60, error_messages={"required": _("请填写一方的姓名或名称。")}
    )
    respondent = forms.CharField(
        label=_("另一方姓名"), max_length=60, error_messages={"required": _("请填写另一方的姓名或名称。")}
    )
    area = forms.ChoiceField(label=_("所在网格"))
    kind_code = forms.ChoiceField(label=_("类型"), required=False)
    title = forms.CharField(
        label=_("一句话名称"), max_length=100, required=False, help_text=_("留空则按网格和类型生成。")
    )
    phone = phone_field(_("一方电话"))
    other_phone = phone_field(_("另一方电话"))
    is_urgent = forms.BooleanField(label=_("情况紧急（有打斗、聚集或伤人苗头）"), required=False)
    photos = Photos(
        label=_("照片"),
        required=False,
        help_text=_("可一次选多张；照片里的拍摄地点和时间不会保存。"),
        widget=ManyFilesInput(attrs={"multiple": True, "accept": "image/jpeg,image/png"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    FIRST = ("summary", "applicant", "respondent", "area")
    MORE = ("kind_code", "title", "phone", "other_phone", "is_urgent", "photos")

    def __init__(
        self, *args: Any, areas: list[Area], labels: dict[str, str], kinds: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.areas, self.kinds = {str(area.pk): area for area in areas}, kinds
        place: Any = self.fields["area"]
        place.choices = [(str(area.pk), labels[area.path]) for area in areas]
        kind: Any = self.fields["kind_code"]
        kind.choices = kinds.items()

    def clean_kind_code(self) -> str:
        return self.cleaned_data["kind_code"] or (
            OTHER if OTHER in self.kinds else next(iter(self.kinds), "")
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        names = [(given.get("applicant") or "").strip(), (given.get("respondent") or "").strip()]
        if all(names) and names[0] == names[1] and given.get("phone") == given.get("other_phone"):
            raise ValidationError({"respondent": _("双方不能是同一个人。")})
        return given

    def entry(self, source: str) -> CaseEntry:
        """The dispute as the verb takes it."""
        given = self.cleaned_data
        area = self.areas[given["area"]]
        return CaseEntry(
            title=given["title"] or title_of(area.name, self.kinds.get(given["kind_code"], "")),
            summary=given["summary"],
            path=area.path,
            kind_code=given["kind_code"],
            source=source,
            urgency=Urgency.URGENT if given["is_urgent"] else Urgency.ORDINARY,
        )

    def parties(self) -> list[PartyEntry]:
        given = self.cleaned_data
        return [
            PartyEntry(side=Side.APPLICANT, name=given["applicant"].strip(), phone=given["phone"]),
            PartyEntry(side=Side.RESPONDENT, name=given["respondent"].strip(), phone=given["other_phone"]),
        ]


def source_for(roles: set[str]) -> str:
    """By which door a report by holders of these roles came in."""
    if roles & {Role.GRID_WORKER, Role.VOLUNTEER, Role.GRID_HEAD}:
        return Source.GRID
    return Source.VILLAGE if roles & {Role.VILLAGE_MEDIATOR, Role.VILLAGE_SECRETARY} else Source.COUNTER
