from core.workcalendar.models.local_day import LocalDay
from core.workcalendar.models.year import CalendarDay, CalendarYear

__all__ = ["CalendarDay", "CalendarYear", "LocalDay"]
