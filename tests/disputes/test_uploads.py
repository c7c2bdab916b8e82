"""What may lie in a dossier: told by its bytes, without what the camera knew, counted, and never twice."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from core.audit.selectors import who_looked_at
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.models import Case, DossierItem, Scan
from disputes.rules.uploads import DOCX, MOST_BYTES, NotTaken, arrived, kind_of
from disputes.scanning import sheet_from
from tests.accounts.people import KANGBAO
from tests.disputes.scene import Scene, words_of

EXE = b"MZ\x90\x00" + b"\0" * 200
HEIC = b"\x00\x00\x00\x18ftypheic" + b"\0" * 100


def photo(colour: str = "white", *, with_place: bool = True, size: tuple[int, int] = (60, 40)) -> bytes:
    """A photo as a phone makes it: turned, with its place and the phone's name."""
    exif = Image.Exif()
    if with_place:
        exif[0x0112] = 6  # turned by a quarter
        exif[0x010F] = "某牌手机"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (41.0, 51.0, 7.0)
    kept = io.BytesIO()
    Image.new("RGB", size, colour).save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def png(colour: str = "white") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (20, 20), colour).save(kept, "PNG")
    return kept.getvalue()


def pdf(pages: int = 2, *, password: str = "", script: bool = False) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if script:
        action = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if password:
        writer.encrypt(password)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def word(*, macro: bool = False, pages: int = 3) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("word/document.xml", "<w:document/>")
        book.writestr("docProps/app.xml", f"<Properties><Pages>{pages}</Pages></Properties>")
        if macro:
            book.writestr("word/vbaProject.bin", "x")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("照片.png", EXE, "程序文件"),
        ("身份证.heic", HEIC, "兼容性最佳"),
        ("身份证.jpg", HEIC, "HEIC"),
        ("记录.pdf", photo(), "文件名说是 PDF，内容却是 JPEG 图片"),
        (
            "记录.docx",
            zipfile.ZipFile.__doc__.encode() if zipfile.ZipFile.__doc__ else b"x" * 50,
            "不认识的文件",
        ),
        ("台账.docx", b"PK\x03\x04" + b"\0" * 60, "已损坏"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60, "另存为"),
        ("材料.zip", b"Rar!\x1a\x07" + b"\0" * 60, "压缩包"),
        ("录音.mp3", b"ID3\x04" + b"\0" * 60, "录音录像"),
        ("宏.docx", word(macro=True), "有宏"),
        ("页面.html", b"<html><script>alert(1)</script></html>", "不认识的文件"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不认识的文件"),
        ("没有.pdf", b"", "空的"),
        ("照片.exe", png(), "请改用正确的文件名"),
        ("大.jpg", b"\xff\xd8\xff" + b"\0" * MOST_BYTES, "超过 20 MB"),
    ],
)
def test_what_is_not_what_it_says_is_refused_with_advice(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(NotTaken, match=reason):
        arrived(name, content)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("坏.jpg", photo()[:200], "已损坏"),
        ("坏.png", png()[:40], "已损坏"),
        ("坏.pdf", b"%PDF-1.7\nnothing", "已损坏"),
        ("密.pdf", pdf(password="1234"), "密码保护"),
        ("动.pdf", pdf(script=True), "自动运行的程序"),
    ],
)
def test_what_cannot_be_opened_is_refused_with_advice(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(NotTaken, match=reason):
        sheet_from(arrived(name, content))


def test_a_picture_of_a_hundred_million_pixels_is_refused_before_it_is_unpacked() -> None:
    kept = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(kept, "PNG")
    assert len(kept.getvalue()) < 200_000
    with pytest.raises(NotTaken, match="像素过大"):
        sheet_from(arrived("炸弹.png", kept.getvalue()))


def test_the_place_and_the_phone_stay_behind_and_the_picture_stands_upright() -> None:
    before = Image.open(io.BytesIO(photo()))
    assert before.getexif()
    sheet = sheet_from(arrived("门口.jpg", photo()))
    kept = Image.open(io.BytesIO(sheet.content))
    assert dict(kept.getexif()) == {}
    assert "某牌手机".encode() not in sheet.content
    assert kept.size == (40, 60)
    assert sheet.pages == 1


def test_pages_are_counted() -> None:
    assert sheet_from(arrived("扫描.pdf", pdf(7))).pages == 7
    assert sheet_from(arrived("说明.docx", word(pages=3))).pages == 3
    assert kind_of(word()) == DOCX


def upload(
    scene: Scene, case: Case, *files: tuple[str, bytes], who: str = "village_mediator", **sent: str
) -> Any:
    named = [SimpleUploadedFile(name, content) for name, content in files]
    given = {"key": str(uuid7()), "kind": "05", "title": "", **sent, "uploads": named}
    return scene.browser(who).post(f"/disputes/{case.pk}/dossier/file/", given)


def test_several_files_go_into_their_place_and_what_cannot_be_taken_is_told_by_name(scene: Scene) -> None:
    case = scene.make("mediating")
    answer = upload(scene, case, ("正面.jpg", photo("red")), ("程序.png", EXE), ("扫描.pdf", pdf(3)))
    assert answer.status_code == 302
    with in_tenant(KANGBAO):
        item = DossierItem.objects.get(case=case)
        assert (item.kind, item.pages, item.title) == ("05", 4, "当事人身份证明")
        scans = list(Scan.objects.filter(item=item).order_by("position"))
        assert [scan.name for scan in scans] == ["正面.jpg", "扫描.pdf"]
        assert not Image.open(io.BytesIO(scans[0].content)).getexif()
    words = words_of(scene.page("village_mediator", case, "dossier/"))
    assert "已归卷：当事人身份证明，共 4 页" in words
    assert "程序.png：这是程序文件" in words
    assert "1–4" in words


def test_thirty_megabytes_and_a_program_alone_come_back_with_the_reason(scene: Scene) -> None:
    case = scene.make("mediating")
    large = upload(scene, case, ("大.pdf", b"%PDF-1.7" + b"\0" * (30 * 1024 * 1024)), title="大文件")
    assert large.status_code == 422
    assert "超过 20 MB" in large.content.decode()
    assert "大文件" in large.content.decode()
    assert upload(scene, case, ("照片.png", EXE)).status_code == 422
    assert "请选择文件" in upload(scene, case).content.decode()
    assert "请选择卷内项目" in upload(scene, case, ("扫描.pdf", pdf()), kind="").content.decode()
    with in_tenant(KANGBAO):
        assert not DossierItem.objects.filter(case=case).exists()


def test_the_same_file_twice_is_told_and_kept_once(scene: Scene) -> None:
    case = scene.make("mediating")
    assert upload(scene, case, ("一.jpg", photo())).status_code == 302
    again = upload(scene, case, ("换个名字.jpg", photo()), kind="08")
    assert again.status_code == 422
    assert "“换个名字.jpg”已在卷内（当事人身份证明），不重复归卷" in again.content.decode()
    both = upload(scene, case, ("又来.jpg", photo()), ("新的.png", png()), ("新的2.png", png()), kind="08")
    assert both.status_code == 302
    with in_tenant(KANGBAO):
        assert Scan.objects.count() == 2
    key = str(uuid7())
    for _once in range(2):
        assert upload(scene, case, ("三.png", png("red")), kind="08", key=key).status_code == 302
    with in_tenant(KANGBAO):
        assert Scan.objects.count() == 3


def test_a_scan_opens_with_a_trace_for_whoever_handles_the_case(scene: Scene) -> None:
    case = scene.make("mediating")
    upload(scene, case, ("正面.jpg", photo()), title="王长顺身份证")
    with in_tenant(KANGBAO):
        scan = Scan.objects.get()
    address = f"/disputes/{case.pk}/scans/{scan.pk}/"
    opened = scene.browser("village_mediator").post(address)
    assert opened["Content-Type"] == "image/jpeg"
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert opened.content == scan.content
    with in_tenant(KANGBAO):
        (look,) = who_looked_at("disputes.case", case.pk)
        assert look.after == {"fields": ["王长顺身份证"]}
    assert scene.browser("far_clerk").post(address).status_code == 404
    assert scene.neighbour.post(address).status_code == 404
    other = scene.make("mediating")
    assert scene.browser("village_mediator").post(f"/disputes/{other.pk}/scans/{scan.pk}/").status_code == 404


def test_a_paper_is_taken_out_with_a_reason_and_stays_kept(scene: Scene) -> None:
    case = scene.make("mediating")
    upload(scene, case, ("正面.jpg", photo()))
    with in_tenant(KANGBAO):
        item = DossierItem.objects.get()
    address = f"/disputes/{case.pk}/dossier/{item.pk}/remove/"
    scene.browser("village_mediator").post(address, {"reason": ""})
    with in_tenant(KANGBAO):
        assert DossierItem.objects.get().removed_at is None
    scene.browser("village_mediator").post(address, {"reason": "放错卷"})
    with in_tenant(KANGBAO):
        item.refresh_from_db()
        assert item.removal_reason == "放错卷"
        assert Scan.objects.filter(item=item).exists()
    assert upload(scene, case, ("正面.jpg", photo())).status_code == 302  # what was taken out may come back
    assert scene.browser("far_clerk").post(address, {"reason": "x"}).status_code == 404
