"""Scans and photos on their way into the dossier."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms.fields import choice_field, line_field
from disputes.choices import DossierKind
from disputes.dossier import places_open
from disputes.models import Case, DossierItem
from disputes.rules.uploads import MOST_BYTES, MOST_FILES, MOST_TOGETHER, NotTaken, arrived, too_large
from disputes.scanning import Sheet, sheet_from


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files


class ManyFilesField(forms.Field):
    """Several files at once. Each is looked at by itself: what can't be taken is told, the others go on."""

    widget = ManyFilesInput(attrs={"multiple": True, "accept": "image/jpeg,image/png,application/pdf,.docx"})

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.error_messages["required"] = _t("请选择文件。")

    def clean(self, value: Any) -> tuple[list[Sheet], list[str]]:
        uploads = list(value or [])
        if not uploads:
            raise ValidationError(self.error_messages["required"])
        if len(uploads) > MOST_FILES or sum(one.size for one in uploads) > MOST_TOGETHER:
            raise ValidationError(
                _t("一次最多 %(files)s 个文件、共 %(mb)s MB，请分几次上传。")
                % {"files": MOST_FILES, "mb": MOST_TOGETHER // 1024 // 1024}
            )
        good: list[Sheet] = []
        bad: list[str] = []
        for upload in uploads:
            try:
                if upload.size > MOST_BYTES:
                    raise NotTaken(too_large())
                good.append(sheet_from(arrived(upload.name, upload.read())))
            except NotTaken as why:
                bad.append(f"{upload.name}：{why}")
        if not good:
            raise ValidationError(bad)
        return good, bad


class FileForm(forms.Form):
    """Where the files go. As the signed sheets of a print they take its place."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    signs = choice_field(_("是哪份文书的签名件"), required=False)
    kind = choice_field(_("卷内项目"), required=False)
    title = line_field(_("题名"), _("如：王长顺身份证复印件。留空用项目名称。"), longest=100, required=False)
    uploads = ManyFilesField(
        label=_("文件"),
        help_text=_("PDF、照片（JPEG、PNG）或 Word；可一次选多个，按顺序编页，单个不超过 20 MB。"),
    )

    def __init__(
        self,
        *args: Any,
        case: Case,
        unsigned: list[DossierItem],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        places: Any = self.fields["kind"]
        places.choices = [("", _t("请选择")), *((kind.value, kind.label) for kind in places_open(case))]
        self.unsigned = {str(item.pk): item for item in unsigned}
        field: Any = self.fields["signs"]
        self.fields["kind"].required = not unsigned  # a signed sheet goes where its print lies
        field.choices = [("", _t("不是签名件")), *((pk, str(item)) for pk, item in self.unsigned.items())]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        signs = self.unsigned.get(given.get("signs", ""))
        if signs is not None:
            given |= {"kind": signs.kind, "title": signs.title}
        elif not given.get("kind"):
            self.add_error("kind", _t("请选择卷内项目。"))
        else:
            given["title"] = given.get("title") or str(DossierKind(given["kind"]).label)
        given["signs"] = signs
        return given


class RemoveForm(forms.Form):
    reason = line_field(_("撤出原因"), longest=200)
