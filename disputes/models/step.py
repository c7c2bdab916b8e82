from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import Level, State, Verb
from disputes.models.case import Case


class Step(TenantModel):
    """What happened to a case, one row a step, added and never changed. `id` is the client's own key.

    `number` counts the steps of a case without gaps: the database itself refuses a second step with the same number,
    so of twenty clerks at once one takes it.
    """

    append_only: ClassVar[bool] = True

    case = TenantForeignKey(Case, models.PROTECT, related_name="steps", verbose_name=_("纠纷"))
    number = models.PositiveIntegerField(_("序号"))
    verb = models.CharField(_("操作"), max_length=16, choices=Verb.choices)
    from_state = models.CharField(_("原环节"), max_length=12, choices=State.choices, blank=True)
    to_state = models.CharField(_("环节"), max_length=12, choices=State.choices)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    at = models.DateTimeField(_("时间"))
    staff = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    staff_name = models.CharField(_("办理人"), max_length=60)
    post_title = models.CharField(_("岗位"), max_length=80, blank=True)
    note = models.TextField(_("说明"), blank=True)
    facts = models.JSONField(_("要素"), default=dict)

    objects: ClassVar[TenantManager["Step"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("办理步骤")
        indexes = [models.Index(fields=["tenant", "staff", "-at"], name="disputes_step_staff")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "case", "number"], name="disputes_step_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_verb_display()}"
