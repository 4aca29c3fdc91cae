"""A comment can ask for a talk."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0018_seats_left"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="asks_talk",
            field=models.BooleanField(default=False),
        ),
    ]
