"""Pages of the room, by what they are about."""

from django.urls import URLPattern, path

from households.views import campaigns

urlpatterns: list[URLPattern] = [
    # register
    # liaison
    # months and duties
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
]
