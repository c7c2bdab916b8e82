"""Recorded acts of the working calendar."""

from django.utils.translation import gettext_lazy as _

from core.audit.codes import code

LOCAL_DAY_ADDED = code(
    "workcalendar.local_day_added",
    _("{actor}将{after[date]}定为本县{after[kind]}日（{after[name]}），{after[moved]}件期限随之更新"),
    labels={"date": _("日期"), "kind": _("休班"), "name": _("事由"), "moved": _("更新期限数")},
)
LOCAL_DAY_REMOVED = code(
    "workcalendar.local_day_removed",
    _("{actor}撤销本县{before[date]}的{before[kind]}日（{before[name]}），{after[moved]}件期限随之更新"),
    labels={"date": _("日期"), "kind": _("休班"), "name": _("事由"), "moved": _("更新期限数")},
)
# Counties published the nation's years once. No verb records this any more; what was recorded keeps its sentence.
YEAR_PUBLISHED = code(
    "workcalendar.year_published",
    _("{actor}发布{after[year]}年正式日历，本县{after[moved]}件期限随之更新"),
    labels={
        "year": _("年份"),
        "status": _("状态"),
        "source": _("来源"),
        "version": _("版次"),
        "moved": _("更新期限数"),
    },
)
CALENDAR_ADOPTED = code(
    "workcalendar.adopted",
    _("{actor}按现行日历更新本县期限，共{after[moved]}件"),
    labels={"version": _("日历版本"), "moved": _("更新期限数")},
)
OFFICE_HOURS_SET = code(
    "workcalendar.office_hours_set",
    _("{actor}将本县办公时间自{after[from_on]}起定为{after[hours]}，{after[moved]}件期限随之更新"),
    labels={"from_on": _("起"), "hours": _("办公时间"), "moved": _("更新期限数")},
)
OFFICE_HOURS_REMOVED = code(
    "workcalendar.office_hours_removed",
    _("{actor}撤销自{before[from_on]}起的办公时间{before[hours]}，{after[moved]}件期限随之更新"),
    labels={"from_on": _("起"), "hours": _("办公时间"), "moved": _("更新期限数")},
)
