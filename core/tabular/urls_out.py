from django.urls import path

from core.tabular.views import exports

urlpatterns = [
    path("", exports.page, name="exports"),
    path("requests/<uuid:pk>/settle/", exports.settle, name="export_settle"),
    path("requests/<uuid:pk>/take/", exports.take, name="export_take"),
    path("<str:key>/", exports.sheet, name="export_sheet"),
    path("<str:key>/ask/", exports.ask, name="export_ask"),
]
