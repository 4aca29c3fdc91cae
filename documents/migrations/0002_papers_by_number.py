"""Papers are found by their number, and those not made yet by their case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("registry", "0002_evidence_is_immutable"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["number"], name="papers_by_number"),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=models.Q(("state", "reserved")), fields=["case_reference"], name="papers_being_made"
            ),
        ),
    ]
