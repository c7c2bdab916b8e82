from core.tabular.models.export_request import ExportRequest
from core.tabular.models.import_job import ImportJob
from core.tabular.models.remembered_header import RememberedHeader

__all__ = ["ExportRequest", "ImportJob", "RememberedHeader"]
