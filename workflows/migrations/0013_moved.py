from django.db import migrations, models


class Migration(migrations.Migration):
    """Since when a moved turn is at its post: whoever it came to is reminded anew. Suspended turns are counted."""

    dependencies = [
        ("registry", "0004_kinship"),
        ("workflows", "0012_matter"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="reminder", name="reminded_once_a_stage"),
        migrations.AddField(model_name="reminder", name="moved_on", field=models.DateField(null=True)),
        migrations.AddField(model_name="taskassignment", name="moved_on", field=models.DateField(null=True)),
        migrations.AddIndex(
            model_name="taskassignment",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), ("suspended_at__isnull", False)),
                fields=["post", "suspended_at", "id"],
                name="suspended_of_a_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("turn", "stage", "moved_on"), nulls_distinct=False, name="reminded_once_a_stage"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "escalated")), fields=("turn",), name="escalated_once"
            ),
        ),
    ]
