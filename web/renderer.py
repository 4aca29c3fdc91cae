"""How fields are drawn: one template for every field, with hint, error and their ids."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest


class FieldRenderer(DjangoTemplates):
    """Our templates for forms and fields, Django's for what they leave to it: django.forms cannot be an application here,
    its label would be that of our own package forms."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """A widget without ``maxlength``: a browser would cut off what is pasted and say nothing; the form says it."""
        context.get("widget", {}).get("attrs", {}).pop("maxlength", None)
        return super().render(template_name, context, request)
