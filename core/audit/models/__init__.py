from core.audit.models.chain import ChainHead, Pending, Seal
from core.audit.models.claim import Claim
from core.audit.models.record import Record

__all__ = ["ChainHead", "Claim", "Pending", "Record", "Seal"]
