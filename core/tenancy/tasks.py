"""Celery tasks that belong to a county."""

from typing import Any

from celery import Task

from core.tenancy.context import in_tenant


class TenantTask(Task[Any, Any]):
    """A task that takes `tenant=` and runs inside that county, in one transaction.

    Use: `@shared_task(base=TenantTask)`, then `seal_records.delay(tenant=130723)`.
    """

    abstract = True
    typing = False  # delay() would hold `tenant` against the function's own arguments, which do not have it

    def __call__(self, *args: Any, tenant: int, **kwargs: Any) -> Any:
        with in_tenant(tenant):
            return super().__call__(*args, **kwargs)
