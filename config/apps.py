"""config as a Django application: the commands that know every other package (demo, walk)."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Demo and walk."""

    name = "config"
    label = "config"
