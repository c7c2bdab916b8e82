from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_county_indexes"),
        ("households", "0002_duty_indexes"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="demand",
            index=models.Index(fields=["tenant", "visit"], name="households_demand_visit"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["tenant", "-visited_at", "-id"], name="households_visit_latest"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("typed_by", models.F("staff")), _negated=True),
                fields=["tenant", "typed_by", "-visited_at"],
                name="households_visit_typed",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("is_burst", True), ("answer", "CONTRADICTED"), _connector="OR"),
                fields=["tenant", "-visited_at"],
                name="households_visit_flagged",
            ),
        ),
    ]
