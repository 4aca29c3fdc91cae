"""Addresses: sign-in is allauth's, everything else is web's."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("web.urls")),
]
