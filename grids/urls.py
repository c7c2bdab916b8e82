from django.urls import path

from grids.views import act, boards, browser, changes, importing, naming, sheet

urlpatterns = [
    path("", browser.browser, name="area_browser"),
    path("at/", browser.point, name="area_at"),
    path("changes/", changes.planned, name="planned_changes"),
    path("changes/<uuid:pk>/undo/", changes.undo, name="undo_change"),
    path("naming/", naming.page, name="grid_naming"),
    path("naming/levels/<int:level>/", naming.level, name="grid_level_name"),
    path("naming/kinds/", naming.add_kind, name="grid_kind_add"),
    path("naming/kinds/<uuid:pk>/", naming.change_kind, name="grid_kind_rename"),
    path("naming/kinds/<uuid:pk>/end/", naming.end_kind, name="grid_kind_end"),
    path("boundaries/", importing.upload, name="boundary_import"),
    path("boundaries/<uuid:pk>/", importing.checked, name="boundary_import_checked"),
    path("<uuid:pk>/", browser.area, name="area"),
    path("<uuid:pk>/children/", browser.children, name="area_children"),
    path("<uuid:pk>/boundary.json", browser.boundaries, name="area_boundaries"),
    path("<uuid:pk>/history/", browser.history, name="area_history"),
    path("<uuid:pk>/areas.xlsx", sheet.sheet, name="area_sheet"),
    path("<uuid:pk>/boards.pdf", boards.boards, name="area_boards"),
    path("<uuid:pk>/<slug:slug>/", act.act, name="area_act"),
]
