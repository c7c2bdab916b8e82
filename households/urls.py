"""Pages of the room, by what they are about."""

from django.urls import URLPattern, path

from households.views import call_backs, campaigns, demands, visits, walk

urlpatterns: list[URLPattern] = [
    # register
    # liaison
    # months and duties
    # visits and demands
    path("mine/", walk.my_doors, name="my_doors"),
    path("doors/<uuid:pk>/visit/", walk.record, name="record_visit"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<uuid:pk>/", visits.visit, name="visit"),
    path("visits/<uuid:pk>/correct/", visits.correct, name="correct_visit"),
    path("visits/<uuid:pk>/comment/", visits.comment, name="comment_visit"),
    path("visits/<uuid:pk>/drop/", visits.drop, name="drop_draft"),
    path("call-backs/", call_backs.call_backs, name="call_backs"),
    path("call-backs/draw/", call_backs.draw, name="draw_call_backs"),
    path("call-backs/<uuid:pk>/phone/", call_backs.phone, name="call_back_phone"),
    path("call-backs/<uuid:pk>/note/", call_backs.note, name="note_call_back"),
    path("demands/", demands.demands, name="demands"),
    path("demands/<uuid:pk>/", demands.demand, name="demand"),
    path("demands/<uuid:pk>/assign/", demands.assign, name="assign_demand"),
    path("demands/<uuid:pk>/answer/", demands.answer, name="answer_demand"),
    path("demands/<uuid:pk>/withdraw/", demands.withdraw, name="withdraw_demand"),
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
]
