"""A decision is written once; the only later change is the mark that it was recalled."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION workflows_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'recalled_at' <> to_jsonb(OLD) - 'recalled_at' OR OLD.recalled_at IS NOT NULL THEN
        RAISE EXCEPTION 'a decision is written once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON workflows_decision
    FOR EACH ROW EXECUTE FUNCTION workflows_decision_guard();
"""
BACKWARD = "DROP TRIGGER written_once ON workflows_decision; DROP FUNCTION workflows_decision_guard();"


class Migration(migrations.Migration):
    """A trigger on the decisions."""

    dependencies = [("workflows", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
