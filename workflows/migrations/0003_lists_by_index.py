"""Lists of cases are read by index: who may see a case stands in the case itself, kept by the database."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import Q

# The involvements and the tree are the truth; this is what follows from them.
SEEN_FROM = """
CREATE FUNCTION workflows_seen_from(about bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT above ORDER BY above), '{}')
    FROM workflows_involvement i JOIN registry_organisation o ON o.id = i.organisation_id, unnest(o.lineage) AS above
    WHERE i.case_id = about
$$;
UPDATE workflows_case SET seen_from = found.ids FROM (
    SELECT i.case_id, array_agg(DISTINCT above ORDER BY above) AS ids
    FROM workflows_involvement i JOIN registry_organisation o ON o.id = i.organisation_id, unnest(o.lineage) AS above
    GROUP BY i.case_id
) found WHERE found.case_id = process_ptr_id;
"""
NO_SEEN_FROM = "DROP FUNCTION workflows_seen_from(bigint);"

# An organisation above one that is involved already changes nothing, so most involvements write nothing.
# A case is saved whole by viewflow, with the array as it was when it was read: only our triggers may change it.
KEPT = """
CREATE FUNCTION workflows_involvement_seen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE workflows_case SET seen_from = workflows_seen_from(process_ptr_id) WHERE process_ptr_id = OLD.case_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE workflows_case c SET seen_from = workflows_seen_from(c.process_ptr_id)
        FROM registry_organisation o
        WHERE c.process_ptr_id = NEW.case_id AND o.id = NEW.organisation_id AND NOT c.seen_from @> o.lineage;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER seen_from AFTER INSERT OR UPDATE OR DELETE ON workflows_involvement
    FOR EACH ROW EXECUTE FUNCTION workflows_involvement_seen();

CREATE FUNCTION workflows_organisation_seen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE workflows_case SET seen_from = workflows_seen_from(process_ptr_id)
    WHERE process_ptr_id IN (SELECT case_id FROM workflows_involvement WHERE organisation_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER cases_seen_from AFTER UPDATE OF lineage ON registry_organisation
    FOR EACH ROW WHEN (OLD.lineage IS DISTINCT FROM NEW.lineage) EXECUTE FUNCTION workflows_organisation_seen();

CREATE FUNCTION workflows_case_seen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() = 1 THEN
        NEW.seen_from := OLD.seen_from;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seen_from_is_kept BEFORE UPDATE OF seen_from ON workflows_case
    FOR EACH ROW EXECUTE FUNCTION workflows_case_seen();
"""
NOT_KEPT = """
DROP TRIGGER seen_from_is_kept ON workflows_case; DROP FUNCTION workflows_case_seen();
DROP TRIGGER cases_seen_from ON registry_organisation; DROP FUNCTION workflows_organisation_seen();
DROP TRIGGER seen_from ON workflows_involvement; DROP FUNCTION workflows_involvement_seen();
"""
NEWEST = ["-opened_at", "-process_ptr"]
OPEN, CLOSED = Q(closed_at__isnull=True), Q(closed_at__isnull=False)


def index(model: str, made: models.Index) -> migrations.AddIndex:
    """One index."""
    return migrations.AddIndex(model_name=model, index=made)


class Migration(migrations.Migration):
    """Cases by who may see them, newest first, open and closed apart; decisions of a user with their cases."""

    dependencies = [("registry", "0002_evidence_is_immutable"), ("workflows", "0002_decisions_are_immutable")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_newest"),
        migrations.RemoveIndex(model_name="case", name="case_by_process"),
        migrations.RemoveIndex(model_name="decision", name="decisions_of_a_user"),
        migrations.AddField(
            model_name="case",
            name="seen_from",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.RunSQL(SEEN_FROM, NO_SEEN_FROM),
        index(
            "case",
            django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["seen_from"], name="case_seen_from"),
        ),
        index("case", models.Index(fields=NEWEST, name="case_newest")),
        index("case", models.Index(fields=["process_name", *NEWEST], name="case_by_process")),
        index("case", models.Index(condition=OPEN, fields=NEWEST, name="case_newest_open")),
        index("case", models.Index(condition=CLOSED, fields=NEWEST, name="case_newest_closed")),
        index("case", models.Index(condition=CLOSED, fields=["outcome", *NEWEST], name="case_by_outcome")),
        index("decision", models.Index(fields=["by", "-at"], include=("case",), name="decisions_of_a_user")),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
