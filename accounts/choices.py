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


# 三员: three different people; appointed by two, and always with a second factor (GB/T 22239-2019, 三权分立).
OFFICERS: tuple[str, ...] = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR)


class UnitKind(models.TextChoices):
    DEPARTMENT = "DEPARTMENT", _("县直部门")
    TOWNSHIP_OFFICE = "TOWNSHIP_OFFICE", _("乡镇站所")
    COMMITTEE = "COMMITTEE", _("村（居）民委员会")
    CENTRE = "CENTRE", _("综治中心")


class SlipPurpose(models.TextChoices):
    ACTIVATION = "ACTIVATION", _("启用账号")
    RESET = "RESET", _("重设密码")
    RECOVERY = "RECOVERY", _("动态口令恢复码")


class ProposalKind(models.TextChoices):
    APPOINT = "APPOINT", _("任命")
    RELIEVE = "RELIEVE", _("免去")


class SignInReason(models.TextChoices):
    """Why a sign-in ended as it did. The page never says more than "不正确" or "已锁定"."""

    OK = "OK", _("成功")
    WRONG = "WRONG", _("账号或密码不正确")
    LOCKED = "LOCKED", _("多次失败，已暂时锁定")
    WRONG_CODE = "WRONG_CODE", _("动态口令不正确")
    WRONG_SLIP = "WRONG_SLIP", _("一次性凭单不正确")
    SLIP_USED = "SLIP_USED", _("用一次性凭单设置了密码")


# Fields of a person's row that say where they are reached outside the house, besides their own phone.
OUTSIDE = ("email", "wecom_id", "dingtalk_id")
