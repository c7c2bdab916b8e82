"""The one table of abilities by role. A row is added where a room opens a new door; nothing is granted elsewhere.

System administrator, security officer and auditor are three different people and read no resident's file.
"""

from accounts.choices import Role

_SEES_ITS_GROUND = {"grids.view"}

ABILITIES: dict[str, set[str]] = {
    Role.GRID_WORKER: _SEES_ITS_GROUND,
    Role.VOLUNTEER: _SEES_ITS_GROUND,
    Role.GRID_HEAD: _SEES_ITS_GROUND,
    Role.VILLAGE_MEDIATOR: _SEES_ITS_GROUND,
    Role.VILLAGE_SECRETARY: _SEES_ITS_GROUND,
    Role.TOWNSHIP_CLERK: _SEES_ITS_GROUND,
    Role.POLITICAL_LEGAL_MEMBER: _SEES_ITS_GROUND,
    Role.TOWNSHIP_MEDIATOR: _SEES_ITS_GROUND,
    Role.COUNTY_CENTRE: _SEES_ITS_GROUND | {"grids.change"},
    Role.COUNTY_LEADER: _SEES_ITS_GROUND,
    Role.DEPARTMENT_HANDLER: set(),
    Role.LIAISON_CADRE: set(),
    Role.ADVISER: set(),
    Role.AUDITOR: {"audit.search"},
    Role.SECURITY_OFFICER: set(),
    Role.SYSTEM_ADMINISTRATOR: {"workcalendar.manage", "workcalendar.publish"},
}
