"""Which real object stands in each address of the route table. All belong to 康保县, in the town 康保镇."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.selectors import actor_for
from core.permissions.actor import Actor
from core.printing.actions import issue_document
from core.printing.models import IssuedDocument
from core.tabular.actions.ask_export import ask_export
from core.tabular.actions.check_import import check_import
from core.tabular.actions.settle_export import settle_export
from core.tabular.actions.upload_import import upload_import
from core.tabular.exporting import find_export
from core.tabular.models import ExportRequest, ImportJob
from core.tabular.registry import find_kind
from core.tenancy.context import in_tenant
from core.workcalendar.actions.ask_change import ask_change
from core.workcalendar.actions.count_change import count_change
from core.workcalendar.choices import ChangeKind, DayKind
from core.workcalendar.models import CalendarChange, LocalDay, OfficeHoursFrom
from disputes.models import (
    Agreement,
    Case,
    DossierItem,
    Inquiry,
    MonthlyStatement,
    Obligation,
    Party,
    Scan,
    Sitting,
)
from grids.actions.check_boundary_file import check_boundary_file
from grids.actions.rename_area import rename_area
from grids.models import BoundaryImport, OwnKind, PlannedChange
from tests.cast import KANGBAO
from tests.governance.book_objects import BOOK
from tests.governance.campaign_objects import CAMPAIGNS
from tests.governance.duty_objects import DUTY
from tests.governance.household_objects import HOUSEHOLDS
from tests.governance.leading_objects import LEADING
from tests.governance.liaison_objects import LIAISON
from tests.governance.upkeep_objects import UPKEEP
from tests.governance.visit_objects import VISITS
from tests.house import House
from tests.tabular.sheets import workbook


def _local_day(house: House) -> LocalDay:
    """A day of the county's own, far ahead."""
    with in_tenant(KANGBAO):
        day, _ = LocalDay.objects.get_or_create(
            date=dt.date(2099, 5, 5),
            defaults={"kind": DayKind.REST, "name": "县庆", "added_at": timezone.now()},
        )
    return day


def _acting(house: House, who: str) -> Actor:
    actor = actor_for(house.users[who], tenant=KANGBAO, on=timezone.localdate())
    assert actor is not None
    return actor


def _import_job(house: House) -> ImportJob:
    """A sheet of the township clerk's: one volunteer to appoint, nothing wrong in it, one heading nobody knows."""
    with in_tenant(KANGBAO):
        if (job := ImportJob.objects.first()) is not None:
            return job
        clerk, kind, now = _acting(house, "township_clerk"), find_kind("accounts.posts"), timezone.now()
        assert kind is not None
        volunteer, grid = house.staff["volunteer"].name, house.ground.second_grid.code
        content = workbook(
            [[volunteer, "志愿网格员", grid, timezone.localdate().isoformat(), "热心"]],
            head=["姓名", "岗位", "区域编码或名称", "起始日", "评语"],
        )
        job = upload_import(kind=kind, filename="志愿者.xlsx", content=content, actor=clerk, at=now)
        checked = check_import(job=job, kind=kind, actor=clerk, at=now)
        assert checked.can_confirm, checked.errors.reveal()
        return checked


def _paper(house: House) -> IssuedDocument:
    """A notice board of the village that the township clerk issued."""
    with in_tenant(KANGBAO):
        return IssuedDocument.objects.first() or issue_document(
            template="core/printing/typst/board.typ",
            data={"title": "永兴社区公示牌", "paper": "a4"},
            kind="board",
            title="永兴社区公示牌",
            path=house.ground.village.path,
            actor=_acting(house, "township_clerk"),
            at=timezone.now(),
        )


def _planned_change(house: House) -> PlannedChange:
    """The second grid gets another name, tomorrow."""
    with in_tenant(KANGBAO):
        return PlannedChange.objects.first() or rename_area(
            area=house.ground.second_grid,
            name="西片网格",
            effective_on=timezone.localdate() + dt.timedelta(days=1),
            actor=_acting(house, "county_centre"),
            at=timezone.now(),
        )


def _boundary_file(house: House) -> BoundaryImport:
    """A boundary of the second grid, uploaded by the county centre and not yet taken over."""
    ring = [[114.1, 41.0], [114.2, 41.0], [114.2, 41.1], [114.1, 41.1], [114.1, 41.0]]
    feature = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"code": house.ground.second_grid.code},
    }
    with in_tenant(KANGBAO):
        found = BoundaryImport.objects.first() or check_boundary_file(
            file_name="界.geojson",
            content=json.dumps({"type": "FeatureCollection", "features": [feature]}).encode(),
            actor=_acting(house, "county_centre"),
            at=timezone.now(),
        )
        assert found.matches, found.errors
        return found


def _asked_export(house: House, *, approved: bool) -> ExportRequest:
    """A request for the posts in full: the township clerk's waits, the county centre's was approved by the leader."""
    now = timezone.now()
    with in_tenant(KANGBAO):
        standing = ExportRequest.objects.filter(settled_at__isnull=not approved).first()
        if standing is not None:
            return standing
        kind = find_export("accounts.posts")
        assert kind is not None
        asked = ask_export(
            kind=kind,
            params={},
            reason="核对值班",
            on=timezone.localdate(now),
            actor=_acting(house, "county_centre" if approved else "township_clerk"),
            at=now,
        )
        if approved:
            leader = _acting(house, "county_leader")
            settle_export(asked=asked, approve=True, answer="", actor=leader, at=now)
        return asked


def _hours(house: House) -> OfficeHoursFrom:
    """Office hours from a day far ahead."""
    with in_tenant(KANGBAO):
        row: OfficeHoursFrom = OfficeHoursFrom.objects.get_or_create(
            from_on=dt.date(2099, 5, 1),
            defaults={"spans": [["09:00", "17:00"]], "added_at": timezone.now(), "added_by_name": "王秀英"},
        )[0]
    return row


def _own_kind(house: House) -> OwnKind:
    """A kind of grid of the county's own."""
    with in_tenant(KANGBAO):
        kind: OwnKind = OwnKind.objects.get_or_create(code="JINGQU", defaults={"name": "景区专属网格"})[0]
    return kind


def _file_of_the_case(house: House) -> Case:
    """The case with one of everything that its pages lead to."""
    with in_tenant(KANGBAO):
        case, staff, now = house.case, house.staff["village_mediator"], timezone.now()
        if not Agreement.objects.filter(case=case).exists():
            Sitting.objects.create(
                case=case,
                number=1,
                level=case.level,
                begins_at=now,
                mediator=staff,
                written_at=now,
                written_by=staff,
            )
            Inquiry.objects.create(
                case=case,
                number=1,
                level=case.level,
                begins_at=now,
                name="赵邻居",
                subject=case.title,
                finding="界墙外是公用通道",
                written_at=now,
                written_by=staff,
            )
            agreement = Agreement.objects.create(
                case=case,
                form="WRITTEN",
                content="一",
                agreed_on=now.date(),
                written_at=now,
                written_by=staff,
            )
            Obligation.objects.create(agreement=agreement, position=1, what="拆墙", due_on=now.date())
            item = DossierItem.objects.create(case=case, kind="08", position=1, title="照片", filed_at=now)
            Scan.objects.create(
                item=item,
                position=1,
                name="门口.jpg",
                media_type="image/jpeg",
                size=4,
                sha256="0" * 64,
                content=b"jpeg",
            )
    return house.case


def _in_the_case(house: House, model: Any, name: str) -> dict[str, Any]:
    """The address of a row of the case's file."""
    case = _file_of_the_case(house)
    with in_tenant(KANGBAO):
        return {"pk": case.pk, name: model.objects.order_by("id").first().pk}


def _signed_month(house: House) -> MonthlyStatement:
    """The town's table of a month long over, signed."""
    with in_tenant(KANGBAO):
        signer = house.staff["township_clerk"]
        return MonthlyStatement.objects.get_or_create(
            year=2026,
            month=1,
            path=house.ground.town.path,
            defaults={"as_of": timezone.now(), "signed_at": timezone.now(), "signed_by": signer},
        )[0]


def _calendar_change(house: House) -> CalendarChange:
    """A day of the county's own, far ahead, asked for and counted."""
    with in_tenant(KANGBAO):
        officer, now = _acting(house, "system_administrator"), timezone.now()
        change = ask_change(
            kind=ChangeKind.ADD_DAY,
            date=dt.date(2099, 6, 1),
            day_kind=DayKind.REST,
            name="县庆",
            actor=officer,
            at=now,
        )
        count_change(change_id=change.pk, at=now)
        return change


ARGUMENTS: dict[str, Callable[[House], dict[str, Any]]] = {
    **CAMPAIGNS,
    **dict.fromkeys(("ledger", "ledger_sheet", "ledger_paper"), lambda house: {"kind": "intake"}),
    **dict.fromkeys(("figure_rows", "statistics_rows"), lambda house: {"figure": "found"}),
    "return_statistics": lambda house: {"pk": _signed_month(house).pk},
    "calendar_hours_remove": lambda house: {"pk": _hours(house).pk},
    **dict.fromkeys(
        (
            "calendar_change",
            "calendar_change_progress",
            "calendar_change_confirm",
            "calendar_change_recount",
            "calendar_change_drop",
        ),
        lambda house: {"pk": _calendar_change(house).pk},
    ),
    "calendar_day_remove": lambda house: {"pk": _local_day(house).pk},
    **dict.fromkeys(
        ("import_form", "import_upload", "export_sheet", "export_ask", "list_ledger"),
        lambda house: {"key": "accounts.posts"},
    ),
    **dict.fromkeys(
        (
            "import_job",
            "import_progress",
            "import_match",
            "import_errors",
            "import_confirm",
        ),
        lambda house: {"pk": _import_job(house).pk},
    ),
    "export_settle": lambda house: {"pk": _asked_export(house, approved=False).pk},
    "export_take": lambda house: {"pk": _asked_export(house, approved=True).pk},
    "document_reprint": lambda house: {"pk": _paper(house).pk},
    **dict.fromkeys(
        (
            "area",
            "area_children",
            "area_boundaries",
            "area_history",
            "area_boards",
            "area_sheet",
            "api_area",
            "api_area_subtree",
        ),
        lambda house: {"pk": house.ground.village.pk},
    ),
    "grid_level_name": lambda house: {"level": 5},
    **dict.fromkeys(("grid_kind_rename", "grid_kind_end"), lambda house: {"pk": _own_kind(house).pk}),
    "area_act": lambda house: {"pk": house.ground.village.pk, "slug": "rename"},
    "undo_change": lambda house: {"pk": _planned_change(house).pk},
    "boundary_import_checked": lambda house: {"pk": _boundary_file(house).pk},
    **dict.fromkeys(
        (
            "staff_page",
            "staff_phone",
            "change_staff",
            "join_unit",
            "hand_over",
            "issue_slip",
            "close_user",
            "end_staff_sessions",
        ),
        lambda house: {"pk": house.staff["grid_worker"].pk},
    ),
    **dict.fromkeys(("relieve", "name_deputy"), lambda house: {"pk": house.deputy.post_id}),
    **dict.fromkeys(("unit_page", "change_unit", "close_unit"), lambda house: {"pk": house.unit.pk}),
    "end_deputy": lambda house: {"pk": house.deputy.pk},
    "settle_proposal": lambda house: {"pk": house.proposal.pk},
    "countersign_slip": lambda house: {"pk": house.slip.pk},
    **dict.fromkeys(
        (
            "case",
            "case_look",
            "agreement",
            "agreement_draft",
            "agreement_sign",
            "confirmation",
            "dossier",
            "dossier_file",
        ),
        lambda house: {"pk": _file_of_the_case(house).pk},
    ),
    "case_code_slip": lambda house: {"pk": _file_of_the_case(house).pk},
    "case_by_code": lambda house: {"code": house.case.code},
    "case_step": lambda house: {"pk": house.case.pk, "verb": "note"},
    **dict.fromkeys(("case_party", "case_party_open"), lambda house: _in_the_case(house, Party, "party_pk")),
    **dict.fromkeys(("inquiry", "inquiry_correct"), lambda house: _in_the_case(house, Inquiry, "inquiry_pk")),
    **dict.fromkeys(("sitting", "sitting_correct"), lambda house: _in_the_case(house, Sitting, "sitting_pk")),
    "obligation_perform": lambda house: _in_the_case(house, Obligation, "obligation_pk"),
    **dict.fromkeys(
        ("dossier_remove", "dossier_print"), lambda house: _in_the_case(house, DossierItem, "item_pk")
    ),
    "dossier_scan": lambda house: _in_the_case(house, Scan, "scan_pk"),
    **dict.fromkeys(("paper_issue", "paper_word"), lambda house: {"pk": house.case.pk, "kind": "statement"}),
    **dict.fromkeys(("api_case", "api_case_steps"), lambda house: {"pk": house.case.pk}),
    "api_case_step": lambda house: {"pk": house.case.pk, "verb": "note"},
    **dict.fromkeys(("rename_view", "delete_view"), lambda house: {"pk": house.view.pk}),
    "notice": lambda house: {"pk": house.notice.pk},
    **UPKEEP,
    **LIAISON,
    **BOOK,
    **LEADING,
    **HOUSEHOLDS,
    **DUTY,
    **VISITS,
}


def arguments(route: str, house: House) -> dict[str, Any]:
    """The keyword arguments of a route; none for an address without a variable part."""
    return ARGUMENTS[route](house) if route in ARGUMENTS else {}
