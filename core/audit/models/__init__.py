from core.audit.models.chain import ChainHead, Pending, Seal
from core.audit.models.claim import Claim
from core.audit.models.record import Record
from core.audit.models.veiled import Veiled
from core.audit.models.verification import Verification

__all__ = ["ChainHead", "Claim", "Pending", "Record", "Seal", "Veiled", "Verification"]
