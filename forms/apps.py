"""Django application of the forms kit."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The questions of each step (表单)."""

    name = "forms"
