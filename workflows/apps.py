"""Django application of the processes."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """The processes (流程) and the engine that runs them."""

    name = "workflows"

    def ready(self) -> None:
        """Load every process and the system checks over them."""
        from workflows.engine import catalogue, checks  # noqa: F401, PLC0415 -- models must be ready

        catalogue.load()
