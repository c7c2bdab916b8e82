"""The same constraint anew: what it left out was written as '-' before, and is '' as it reads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crypto_probe", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="probeperson", name="crypto_probe_person_phone"),
        migrations.AddConstraint(
            model_name="probeperson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("phone_index", ""), _negated=True),
                fields=("tenant", "phone_index"),
                name="crypto_probe_person_phone",
            ),
        ),
    ]
