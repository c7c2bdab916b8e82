from core.deadlines.models.deadline import Deadline

__all__ = ["Deadline"]
