"""The way a real case went, held against the model: whatever the engine does, the checker must have explored."""

from workflows.engine.editions.tracing import explored, way_of

__all__ = ["explored", "way_of"]
