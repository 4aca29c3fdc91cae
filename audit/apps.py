"""Django application of the journal."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The journal (日志)."""

    name = "audit"
