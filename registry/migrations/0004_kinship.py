"""Kinships: who must not decide about whom."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import registry.publicid


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_delegations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kinship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=registry.publicid.public_id, editable=False, max_length=10, unique=True),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("spouse", "spouse"),
                            ("direct", "lineal relative by blood"),
                            ("collateral", "collateral relative by blood within three generations"),
                            ("in_law", "close relative by marriage"),
                        ],
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "relative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["relative"], name="kin_by_relative"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person__lt", models.F("relative"))), name="kin_in_order"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person", "relative"),
                        name="kin_recorded_once",
                    ),
                ],
            },
        ),
    ]
