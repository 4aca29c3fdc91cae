"""Django application of the registry."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The registry (登记)."""

    name = "registry"
