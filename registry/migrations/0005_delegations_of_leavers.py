from django.db import migrations, models

GUARD = """
CREATE OR REPLACE FUNCTION registry_delegation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.revoked_at IS NOT NULL OR NEW.until > OLD.until
        OR to_jsonb(NEW) - '{{{may_change}}}'::text[] <> to_jsonb(OLD) - '{{{may_change}}}'::text[] THEN
        RAISE EXCEPTION 'a delegation is written once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
FORWARD = GUARD.format(may_change="revoked_at,revoked_by_id,until")
BACKWARD = GUARD.format(may_change="revoked_at,revoked_by_id")


class Migration(migrations.Migration):
    """A delegation may end earlier, with somebody who leaves; the server itself may revoke one."""

    dependencies = [
        ("registry", "0004_kinship"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="delegation", name="revoked_by_somebody"),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", True), _connector="OR"),
                name="revoked_by_somebody",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
