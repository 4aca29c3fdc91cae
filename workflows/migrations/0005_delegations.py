import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_delegations"),
        ("workflows", "0004_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="decision",
            name="nobody_decides_his_own_case",
        ),
        migrations.AddField(
            model_name="case",
            name="opened_for",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="acting_for",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="delegation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.delegation"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="opened_for",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="as_whom",
            field=models.CharField(max_length=240),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "act"),
                    models.Q(
                        models.Q(("person", models.F("opener")), _negated=True),
                        models.Q(
                            ("opened_for__isnull", True),
                            models.Q(("person", models.F("opened_for")), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(
                            ("subject_person__isnull", True),
                            models.Q(("person", models.F("subject_person")), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(
                            ("acting_for", None),
                            models.Q(
                                models.Q(("acting_for", models.F("opener")), _negated=True),
                                models.Q(
                                    ("opened_for__isnull", True),
                                    models.Q(("acting_for", models.F("opened_for")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("subject_person__isnull", True),
                                    models.Q(("acting_for", models.F("subject_person")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="nobody_decides_his_own_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acting_for", None), ("delegation", None)),
                    models.Q(
                        ("acting_for__isnull", False), ("appointment__isnull", False), ("delegation__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="a_proxy_acts_for_a_holder",
            ),
        ),
    ]
