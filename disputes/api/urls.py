from django.urls import path

from disputes.api import cases, steps

urlpatterns = [
    path("", cases.Cases.as_view(), name="api_cases"),
    path("<uuid:pk>/", cases.OneCase.as_view(), name="api_case"),
    path("<uuid:pk>/steps/", steps.Steps.as_view(), name="api_case_steps"),
    path("<uuid:pk>/steps/<slug:verb>/", steps.TakeStep.as_view(), name="api_case_step"),
]
