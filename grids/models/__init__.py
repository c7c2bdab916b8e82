from grids.models.area import Area
from grids.models.boundary import AreaBoundary, BoundaryImport
from grids.models.change import ChangedArea, ChangePromise, PlannedChange
from grids.models.lineage import AreaCode, AreaLink, FormerPath
from grids.models.naming import LevelName, OwnKind

__all__ = [
    "Area",
    "AreaBoundary",
    "AreaCode",
    "AreaLink",
    "BoundaryImport",
    "ChangePromise",
    "ChangedArea",
    "FormerPath",
    "LevelName",
    "OwnKind",
    "PlannedChange",
]
