from core.tenancy.models.tenant import Tenant
from core.tenancy.models.tenant_model import TenantManager, TenantModel, labels_of, tenant_models

__all__ = ["Tenant", "TenantManager", "TenantModel", "labels_of", "tenant_models"]
