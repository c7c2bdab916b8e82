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

_REPORTS_DISPUTES = {"disputes.report", "disputes.mine"}  # and sees those reported or handled by name
# Says how likely a dispute is to escalate; sees how far a sweep is.
_GRADES_RISK = {"disputes.grade", "disputes.risk"}
_VISITS = {"households.mine"}  # the doors one is paired with
_KEEPS_THE_REGISTER = {"households.view", "households.register", "households.answer"}  # and answers campaigns
# Looks after the cadres of its ground: duties, demands, residents' requests about their data.
_LOOKS_AFTER_VISITS = {"households.duties", "households.calls", "households.demands", "households.requests"}
_TYPES_FOR_OTHERS = {"households.type"}  # records visits of any cadre paired with a door of its ground
_RUNS_LIAISON = _KEEPS_THE_REGISTER | _VISITS | _LOOKS_AFTER_VISITS | {"households.pair", "households.bind"}
_MEDIATES = _REPORTS_DISPUTES | {"disputes.view", "disputes.work"} | _GRADES_RISK
_RUNS_A_CENTRE = _MEDIATES | {"disputes.centre", "disputes.figures"}

ABILITIES: dict[str, set[str]] = {
    Role.GRID_WORKER: _SEES_ITS_GROUND
    | _REPORTS_DISPUTES
    | _GRADES_RISK
    | _KEEPS_THE_REGISTER
    | _VISITS
    | _TYPES_FOR_OTHERS,
    Role.VOLUNTEER: _SEES_ITS_GROUND | _REPORTS_DISPUTES,
    Role.GRID_HEAD: _SEES_ITS_GROUND
    | _REPORTS_DISPUTES
    | {"disputes.view"}
    | _GRADES_RISK
    | _KEEPS_THE_REGISTER
    | _VISITS
    | _TYPES_FOR_OTHERS
    | _LOOKS_AFTER_VISITS,
    Role.VILLAGE_MEDIATOR: _SEES_ITS_GROUND | _MEDIATES | {"households.view"} | _VISITS,
    Role.VILLAGE_SECRETARY: _SEES_ITS_GROUND
    | _MEDIATES
    | _KEEPS_THE_REGISTER
    | _VISITS
    | _TYPES_FOR_OTHERS
    | _LOOKS_AFTER_VISITS,
    Role.TOWNSHIP_CLERK: _SEES_ITS_GROUND
    | _STAFFS_ITS_GROUND
    | _RUNS_A_CENTRE
    | {"printing.reprint", "disputes.committees"}
    | _RUNS_LIAISON,
    Role.POLITICAL_LEGAL_MEMBER: _SEES_ITS_GROUND
    | _RUNS_A_CENTRE
    | {"disputes.personal_case", "tabular.approve_export"}
    | _VISITS
    | {"households.view", "households.duties", "households.calls", "households.lead"},
    Role.TOWNSHIP_MEDIATOR: _SEES_ITS_GROUND | _MEDIATES | {"households.view"} | _VISITS,
    Role.COUNTY_CENTRE: _SEES_ITS_GROUND
    | _STAFFS_ITS_GROUND
    | _RUNS_A_CENTRE
    | {"grids.change", "grids.name", "printing.reprint", "disputes.settings", "disputes.committees"}
    | _RUNS_LIAISON
    | {"households.settings", "households.campaign", "households.receive", "households.figures"},
    Role.COUNTY_LEADER: _SEES_ITS_GROUND
    | {
        "accounts.countersign",
        "tabular.approve_export",
        "disputes.figures",
        "disputes.mine",
        "disputes.risk",
        "disputes.personal_case",
    }
    | _VISITS
    | {"households.lead", "households.figures"},
    Role.DEPARTMENT_HANDLER: {"disputes.mine", "disputes.invited", "disputes.take_part"}
    | _VISITS
    | {"households.unit", "households.calls", "households.demands"},
    Role.LIAISON_CADRE: _VISITS,
    Role.ADVISER: {"disputes.mine", "disputes.invited", "disputes.advise"},
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
