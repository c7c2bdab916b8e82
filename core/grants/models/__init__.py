from core.grants.models.named_grant import NamedGrant

__all__ = ["NamedGrant"]
