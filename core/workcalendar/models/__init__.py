from core.workcalendar.models.change import CalendarChange
from core.workcalendar.models.local_day import LocalDay
from core.workcalendar.models.office_hours import OfficeHoursFrom
from core.workcalendar.models.year import CalendarDay, CalendarYear

__all__ = ["CalendarChange", "CalendarDay", "CalendarYear", "LocalDay", "OfficeHoursFrom"]
