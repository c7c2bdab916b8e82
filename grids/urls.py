from django.urls import path

from grids.views import browser

urlpatterns = [path("", browser.browser, name="area_browser")]
