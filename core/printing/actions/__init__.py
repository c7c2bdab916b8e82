from core.printing.actions.issue_document import issue_document
from core.printing.actions.reprint_document import reprint_document
from core.printing.actions.take_number import Numbered, take_number, take_numbers
from core.printing.actions.void_number import NumberAlreadyVoided, void_number

__all__ = [
    "NumberAlreadyVoided",
    "Numbered",
    "issue_document",
    "reprint_document",
    "take_number",
    "take_numbers",
    "void_number",
]
