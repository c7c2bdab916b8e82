from django.urls import path

from core.notifications.views import inbox, preferences

urlpatterns = [
    path("", inbox.page, name="inbox"),
    path("read/", inbox.read, name="inbox_read"),
    path("undo/", inbox.undo, name="inbox_undo"),
    path("preferences/", preferences.page, name="inbox_preferences"),
    path("<uuid:pk>/", inbox.open_notice, name="notice"),
]
