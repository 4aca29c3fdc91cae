"""How fields are drawn: one template for every field, with hint, error and their ids."""

from django.forms.renderers import DjangoTemplates


class FieldRenderer(DjangoTemplates):
    """Our templates for forms and fields, Django's for what they leave to it: django.forms cannot be an application here,
    its label would be that of our own package forms."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
