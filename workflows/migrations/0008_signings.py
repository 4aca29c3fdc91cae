"""A step that several people sign: rounds, seats, what happened; a turn for each seat."""

import django.db.models.deletion
from django.db import migrations, models

import registry.publicid

# From these rows it is computed what a round comes to: they are added to, never changed.
FORWARD = """
CREATE FUNCTION workflows_signingevent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what happened in a round is written once' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON workflows_signingevent
    FOR EACH ROW EXECUTE FUNCTION workflows_signingevent_guard();
"""
BACKWARD = "DROP TRIGGER written_once ON workflows_signingevent; DROP FUNCTION workflows_signingevent_guard();"


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_evidence_is_immutable"),
        ("viewflow", "0015_task_scheduled"),
        ("workflows", "0007_comments_attachments_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Signing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=registry.publicid.public_id, editable=False, max_length=10, unique=True),
                ),
                ("step", models.CharField(max_length=60)),
                ("rule", models.JSONField()),
                ("in_order", models.BooleanField(default=False)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("result", models.CharField(blank=True, max_length=12)),
            ],
        ),
        migrations.CreateModel(
            name="SigningEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed", "Signed"),
                            ("taken_back", "Taken Back"),
                            ("added", "Added"),
                            ("removed", "Removed"),
                            ("left", "Left"),
                            ("back", "Back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("seat", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("said", models.CharField(blank=True, max_length=10)),
                ("beside", models.PositiveSmallIntegerField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.AlterField(
            model_name="taskassignment",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="viewflow.task"
            ),
        ),
        migrations.CreateModel(
            name="Signer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "public_id",
                    models.CharField(default=registry.publicid.public_id, editable=False, max_length=10, unique=True),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.post"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="taskassignment",
            name="signer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="turns",
                to="workflows.signer",
            ),
        ),
        migrations.AddIndex(
            model_name="taskassignment",
            index=models.Index(
                condition=models.Q(("signer__isnull", False)), fields=["signer"], name="turns_of_a_signer"
            ),
        ),
        migrations.AddConstraint(
            model_name="taskassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True), ("signer__isnull", True)),
                fields=("task",),
                name="one_open_turn_a_task",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_how", "decided"), ("signer__isnull", True)),
                fields=("task",),
                name="decided_once_a_task",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True), ("signer__isnull", False)),
                fields=("signer",),
                name="one_open_turn_a_signer",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_how", "decided"), ("signer__isnull", False)),
                fields=("signer",),
                name="signed_once_a_signer",
            ),
        ),
        migrations.AddField(
            model_name="signing",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signings", to="workflows.case"
            ),
        ),
        migrations.AddField(
            model_name="signing",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signings", to="viewflow.task"
            ),
        ),
        migrations.AddField(
            model_name="signer",
            name="signing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signers", to="workflows.signing"
            ),
        ),
        migrations.AddField(
            model_name="signingevent",
            name="decision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflows.decision"
            ),
        ),
        migrations.AddField(
            model_name="signingevent",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
            ),
        ),
        migrations.AddField(
            model_name="signingevent",
            name="signing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="workflows.signing"
            ),
        ),
        migrations.AddIndex(
            model_name="signing",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)), fields=["opened_at"], name="rounds_running"
            ),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)), fields=("case", "step"), name="one_open_round_a_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("result", "")),
                    models.Q(("closed_at__isnull", False), models.Q(("result", ""), _negated=True)),
                    _connector="OR",
                ),
                name="round_closed_with_a_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="signer",
            constraint=models.UniqueConstraint(fields=("signing", "number"), name="seat_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="signer",
            constraint=models.UniqueConstraint(fields=("signing", "post"), name="post_once_on_a_roll"),
        ),
        migrations.AddConstraint(
            model_name="signingevent",
            constraint=models.UniqueConstraint(fields=("signing", "number"), name="event_numbered_once"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
