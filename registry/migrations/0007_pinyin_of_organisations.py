"""Organisations are found in pinyin (拼音检索): the key, and that of those on the register already."""

from django.db import migrations, models

from registry.names import pinyin_key


def fill(apps, schema_editor):
    Organisation = apps.get_model("registry", "Organisation")
    found = list(Organisation.objects.only("pk", "name"))
    for organisation in found:
        organisation.name_pinyin = pinyin_key(organisation.name)
    Organisation.objects.bulk_update(found, ["name_pinyin"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_board")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="name_pinyin",
            field=models.CharField(db_default="", default="", editable=False, max_length=600),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
