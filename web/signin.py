"""Sign-in (登录): nobody signs up by himself; accounts are opened by the registrar."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):
    """allauth's adapter with the door of self-registration closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
