"""Pages of the room, by what they are about."""

from django.urls import URLPattern, path

from households.views import campaigns, handovers, leads, pairing, planning, rule, uncovered

urlpatterns: list[URLPattern] = [
    # register
    # liaison
    path("uncovered/", uncovered.uncovered, name="uncovered"),
    path("uncovered/pair/", uncovered.pair_uncovered, name="pair_uncovered"),
    path("<uuid:pk>/cadre/", uncovered.change_pair, name="change_pair"),
    path("<uuid:pk>/cadre/take-back/", uncovered.take_back_pair, name="take_back_pair"),
    path("pairing/", pairing.pairing, name="pairing"),
    path("pairing/cadres/", pairing.cadre_options, name="cadre_options"),
    path("pairing/areas/", pairing.pair_areas, name="pair_areas"),
    path("pairing/unit/", pairing.liaison_units, name="liaison_units"),
    path("pairing/grid/", planning.pair_by_grid, name="pair_by_grid"),
    path("pairing/rule/", planning.pair_by_rule, name="pair_by_rule"),
    path("pairing/quotas/", planning.set_quota, name="set_quota"),
    path("pairing/quotas/<uuid:pk>/remove/", planning.remove_quota, name="remove_quota"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/cadre/<uuid:pk>/", handovers.hand_over_pairs, name="hand_over_pairs"),
    path("handovers/<uuid:pk>/receive/", handovers.receive_handover, name="receive_handover"),
    path("handovers/<uuid:pk>/take-back/", handovers.take_back_handover, name="take_back_handover"),
    path("leads/", leads.grid_leads, name="grid_leads"),
    path("leads/add/", leads.lead_grid, name="lead_grid"),
    path("leads/<uuid:pk>/end/", leads.end_lead, name="end_lead"),
    path("rule/", rule.liaison_rule, name="liaison_rule"),
    path("rule/change/", rule.change_liaison_rule, name="change_liaison_rule"),
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
