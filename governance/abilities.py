"""The one table of abilities by role. A row is added where a room opens a new door; nothing is granted elsewhere.

System administrator, security officer and auditor are three different people and read no resident's file.
"""

from accounts.choices import Role

_SEES_ITS_GROUND = {"grids.view", "accounts.view"}
_STAFFS_ITS_GROUND = {
    "tabular.import",
    "accounts.add_staff",
    "accounts.appoint",
    "accounts.issue_slip",
    "accounts.units",
}

ABILITIES: dict[str, set[str]] = {
    Role.GRID_WORKER: _SEES_ITS_GROUND,
    Role.VOLUNTEER: _SEES_ITS_GROUND,
    Role.GRID_HEAD: _SEES_ITS_GROUND,
    Role.VILLAGE_MEDIATOR: _SEES_ITS_GROUND,
    Role.VILLAGE_SECRETARY: _SEES_ITS_GROUND,
    Role.TOWNSHIP_CLERK: _SEES_ITS_GROUND | _STAFFS_ITS_GROUND | {"printing.reprint"},
    Role.POLITICAL_LEGAL_MEMBER: _SEES_ITS_GROUND | {"tabular.approve_export"},
    Role.TOWNSHIP_MEDIATOR: _SEES_ITS_GROUND,
    Role.COUNTY_CENTRE: _SEES_ITS_GROUND
    | _STAFFS_ITS_GROUND
    | {"grids.change", "grids.name", "printing.reprint"},
    Role.COUNTY_LEADER: _SEES_ITS_GROUND | {"accounts.countersign", "tabular.approve_export"},
    Role.DEPARTMENT_HANDLER: set(),
    Role.LIAISON_CADRE: set(),
    Role.ADVISER: set(),
    Role.AUDITOR: {"audit.search"},
    Role.SECURITY_OFFICER: {
        "accounts.view",
        "accounts.appoint",
        "accounts.officers",
        "accounts.issue_slip",
        "accounts.countersign",
        "tabular.import",
    },
    Role.SYSTEM_ADMINISTRATOR: {
        "accounts.view",
        "accounts.add_staff",
        "accounts.units",
        "accounts.issue_slip",
        "accounts.officers",
        "accounts.countersign",
        "accounts.close",
        "grids.name",
        "workcalendar.manage",
        "tabular.import",
    },
}
