from grids.models.area import Area

__all__ = ["Area"]
