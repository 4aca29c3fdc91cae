"""Recusals; the database itself refuses a decision by whoever is recused in a case or related to its subject."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# As the check constraint of the decisions, for what stands in other tables. The subject's own turns stay his: there he
# acts by no appointment. A kinship that was recorded since the case was read under its lock is answered as a lost race.
ASIDE = """
CREATE FUNCTION workflows_decision_by_the_recused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.appointment_id IS NULL AND NEW.person_id = NEW.subject_person_id THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM workflows_recusal r WHERE r.case_id = NEW.case_id AND r.person_id = NEW.person_id) THEN
        RAISE EXCEPTION 'whoever is recused in a case decides nothing in it' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM registry_kinship k WHERE k.ended_at IS NULL
        AND k.person_id = least(NEW.person_id, NEW.subject_person_id)
        AND k.relative_id = greatest(NEW.person_id, NEW.subject_person_id)
    ) THEN
        RAISE EXCEPTION 'a relative of the member decides nothing about him' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER not_by_the_recused BEFORE INSERT ON workflows_decision
    FOR EACH ROW EXECUTE FUNCTION workflows_decision_by_the_recused();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON workflows_recusal
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
"""
NOT_ASIDE = """
DROP TRIGGER append_only ON workflows_recusal;
DROP TRIGGER not_by_the_recused ON workflows_decision; DROP FUNCTION workflows_decision_by_the_recused();
"""


class Migration(migrations.Migration):
    """Recusals, and triggers on them and on the decisions."""

    dependencies = [
        ("registry", "0004_kinship"),
        ("workflows", "0005_delegations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("opener", "opened the case"),
                            ("subject", "the case is about him"),
                            ("relative", "registered relative of the member"),
                            ("reporter", "reported the matter"),
                            ("decider", "decided the matter before"),
                            ("interest", "declared an interest"),
                        ],
                        default="interest",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recusals", to="workflows.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recusals", to="registry.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "person"), name="recused_once")],
            },
        ),
        migrations.RunSQL(ASIDE, NOT_ASIDE),
    ]
