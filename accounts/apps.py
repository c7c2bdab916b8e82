from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("人员与岗位")

    def ready(self) -> None:
        from accounts.panels import people_at, people_on_boards
        from grids.panels import area_panels, board_people

        area_panels.add(
            "people", _("人员"), template="accounts/area_people.html", context=people_at, order=10
        )
        board_people.add(people_on_boards)
