from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disputes", "0005_monthly_reports")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("place", ""), _negated=True),
                fields=["tenant", "place"],
                name="disputes_case_place",
            ),
        ),
    ]
