"""Pages of the room, by what they are about."""

from django.urls import URLPattern, path

from households.views import duties

urlpatterns: list[URLPattern] = [
    # register
    # liaison
    # months and duties
    path("duties/", duties.duties, name="duties"),
    path("duties/rows/", duties.duty_list, name="duty_list"),
    path("duties/exempt/", duties.exempt_several, name="exempt_duties"),
    path("duties/grids/", duties.lead_grids, name="lead_grids"),
    path("duties/<uuid:pk>/exempt/", duties.exempt_duty, name="exempt_duty"),
    path("duties/<uuid:pk>/explain/", duties.explain_missed, name="explain_duty"),
    # visits and demands
    # cards and volumes
    # campaigns
    # residents' requests about their data
]
