from core.tabular.models.import_job import ImportJob
from core.tabular.models.remembered_header import RememberedHeader

__all__ = ["ImportJob", "RememberedHeader"]
