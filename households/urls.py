"""Pages of the room, by what they are about."""

from django.urls import URLPattern, path

from households.views import campaigns, doors, duties, entering, keeping, people, requests, twins

urlpatterns: list[URLPattern] = [
    # register
    path("", doors.doors, name="doors"),
    path("areas/", doors.door_areas, name="door_areas"),
    path("add/", entering.add_door, name="add_door"),
    path("add/similar/", entering.similar, name="similar_doors"),
    path("twins/", twins.twins, name="twins"),
    path("twins/<uuid:pk>/<uuid:other_pk>/", twins.settle, name="settle_twins"),
    path("<uuid:pk>/", doors.door, name="door"),
    path("<uuid:pk>/look/", doors.look, name="look_at_door"),
    path("<uuid:pk>/change/", keeping.change_door, name="change_door"),
    path("<uuid:pk>/away/", keeping.mark_away, name="mark_away"),
    path("<uuid:pk>/home/", keeping.mark_home, name="mark_home"),
    path("<uuid:pk>/move/", keeping.move_door, name="move_door"),
    path("<uuid:pk>/close/", keeping.close_door, name="close_door"),
    path("<uuid:pk>/split/", keeping.split_household, name="split_household"),
    path("<uuid:pk>/merge/", keeping.merge_household, name="merge_household"),
    path("<uuid:pk>/merge/<uuid:into_pk>/", keeping.merge_into, name="merge_into"),
    path("<uuid:pk>/head/", people.name_head, name="name_head"),
    path("<uuid:pk>/people/add/", people.add_member, name="add_member"),
    path("<uuid:pk>/people/<uuid:member_pk>/", people.change_member, name="change_member"),
    path("<uuid:pk>/people/<uuid:member_pk>/leave/", people.leave_household, name="leave_household"),
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
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.add_campaign, name="add_campaign"),
    path("campaigns/<uuid:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<uuid:pk>/doors/", campaigns.campaign_doors, name="campaign_doors"),
    path("campaigns/<uuid:pk>/doors/<uuid:door>/", campaigns.campaign_door, name="campaign_door"),
    path("campaigns/<uuid:pk>/grids/<slug:area>/", campaigns.campaign_grid, name="campaign_grid"),
    path("campaigns/<uuid:pk>/grids/<slug:area>/zero/", campaigns.report_zero, name="report_campaign_zero"),
    path("campaigns/<uuid:pk>/end/", campaigns.end_campaign, name="end_campaign"),
    path("campaigns/answers/<uuid:pk>/followed/", campaigns.answer_followed, name="answer_followed"),
    # residents' requests about their data
    path("requests/", requests.data_requests, name="data_requests"),
    path("requests/<uuid:pk>/", requests.data_request, name="data_request"),
    path("<uuid:pk>/requests/take/", requests.take_data_request, name="take_data_request"),
]
