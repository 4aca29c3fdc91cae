"""Which committee manages somebody as a cadre."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import registry.publicid


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0011_ledgers"),
    ]

    operations = [
        migrations.CreateModel(
            name="CadreManagement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=registry.publicid.public_id, editable=False, max_length=10, unique=True),
                ),
                ("recorded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="managements", to="registry.person"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person",),
                        name="cadre_managed_by_one_committee",
                    )
                ],
            },
        ),
    ]
