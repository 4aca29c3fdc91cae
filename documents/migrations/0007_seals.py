"""Seals of organisations, and which one a paper bears. What was brought stays as it was: papers are set again from it."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import registry.models.posts
import registry.publicid

FORWARD = """
CREATE TRIGGER as_brought BEFORE DELETE OR UPDATE OF image, sha256, organisation_id, since, sample ON documents_seal
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
"""
BACKWARD = "DROP TRIGGER as_brought ON documents_seal;"


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_builds"),
        ("audit", "0002_append_only"),
        ("registry", "0007_pinyin_of_organisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="seal_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=registry.publicid.public_id, editable=False, max_length=10, unique=True),
                ),
                ("image", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("sample", models.BooleanField(default=False)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("brought_at", models.DateTimeField()),
                ("why_ended", models.CharField(blank=True, max_length=200)),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seals", to="registry.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("-since", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="seal_not_reversed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", True), ("until__isnull", True), ("why_ended", "")),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("until__isnull", False),
                                models.Q(("why_ended", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="seal_ended_for_a_reason",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                registry.models.posts.WholeNumberRange(
                                    models.F("organisation_id"), models.F("organisation_id"), models.Value("[]")
                                ),
                                "&&",
                            ),
                            (
                                registry.models.posts.DateRange(
                                    models.F("since"), models.F("until"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="one_seal_at_a_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
