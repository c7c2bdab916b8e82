from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a post is for. Which abilities a role carries stands in governance/abilities.py."""

    GRID_WORKER = "GRID_WORKER", _("网格员")
    VOLUNTEER = "VOLUNTEER", _("志愿网格员")
    GRID_HEAD = "GRID_HEAD", _("网格长")
    VILLAGE_MEDIATOR = "VILLAGE_MEDIATOR", _("村级调解员")
    VILLAGE_SECRETARY = "VILLAGE_SECRETARY", _("村党组织书记")
    TOWNSHIP_CLERK = "TOWNSHIP_CLERK", _("乡镇综治中心工作人员")
    POLITICAL_LEGAL_MEMBER = "POLITICAL_LEGAL_MEMBER", _("政法委员")
    TOWNSHIP_MEDIATOR = "TOWNSHIP_MEDIATOR", _("乡镇专职调解员")
    COUNTY_CENTRE = "COUNTY_CENTRE", _("县综治中心工作人员")
    COUNTY_LEADER = "COUNTY_LEADER", _("县委政法委领导")
    DEPARTMENT_HANDLER = "DEPARTMENT_HANDLER", _("部门承办人")
    LIAISON_CADRE = "LIAISON_CADRE", _("包联干部")
    ADVISER = "ADVISER", _("顾问")
    AUDITOR = "AUDITOR", _("审计管理员")
    SECURITY_OFFICER = "SECURITY_OFFICER", _("安全管理员")
    SYSTEM_ADMINISTRATOR = "SYSTEM_ADMINISTRATOR", _("系统管理员")
