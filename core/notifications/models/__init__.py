from core.notifications.models.delivery import Delivery
from core.notifications.models.notice import Notice
from core.notifications.models.preference import Preference

__all__ = ["Delivery", "Notice", "Preference"]
