"""The background tasks of this application, where procrastinate looks for them."""

from workflows.engine import jobs, maintenance

__all__ = ["jobs", "maintenance"]
