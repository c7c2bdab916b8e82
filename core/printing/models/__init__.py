from core.printing.models.document import DocumentFile, IssuedDocument
from core.printing.models.number import NumberSequence, NumberTaken

__all__ = ["DocumentFile", "IssuedDocument", "NumberSequence", "NumberTaken"]
