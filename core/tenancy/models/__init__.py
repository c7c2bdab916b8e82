from core.tenancy.models.tenant import Tenant
from core.tenancy.models.tenant_model import TenantManager, TenantModel, tenant_models

__all__ = ["Tenant", "TenantManager", "TenantModel", "tenant_models"]
