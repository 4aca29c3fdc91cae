import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import registry.models.posts
import registry.publicid

FORWARD = """
CREATE FUNCTION registry_delegation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL
        OR to_jsonb(NEW) - '{revoked_at,revoked_by_id}'::text[] <> to_jsonb(OLD) - '{revoked_at,revoked_by_id}'::text[] THEN
        RAISE EXCEPTION 'a delegation is written once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON registry_delegation
    FOR EACH ROW EXECUTE FUNCTION registry_delegation_guard();
"""
BACKWARD = "DROP TRIGGER written_once ON registry_delegation; DROP FUNCTION registry_delegation_guard();"


class Migration(migrations.Migration):
    """Delegations of posts; written once, but for being revoked."""

    dependencies = [
        ("registry", "0002_evidence_is_immutable"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=registry.publicid.public_id, editable=False, max_length=10, unique=True),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                (
                    "processes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_given",
                        to="registry.person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delegations", to="registry.post"
                    ),
                ),
                (
                    "proxy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_received",
                        to="registry.person",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-since", "-pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=["proxy", "until"],
                        name="delegations_to_a_proxy",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="delegation_not_reversed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("proxy")), _negated=True), name="nobody_is_his_own_proxy"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="revoked_by_somebody",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        expressions=[
                            (
                                registry.models.posts.WholeNumberRange(
                                    models.F("post_id"), models.F("post_id"), models.Value("[]")
                                ),
                                "&&",
                            ),
                            (
                                registry.models.posts.WholeNumberRange(
                                    models.F("giver_id"), models.F("giver_id"), models.Value("[]")
                                ),
                                "&&",
                            ),
                            (
                                registry.models.posts.WholeNumberRange(
                                    models.F("proxy_id"), models.F("proxy_id"), models.Value("[]")
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
                        name="delegated_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
