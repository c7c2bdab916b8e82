from django.db import migrations, models

from core.tenancy.operations import DropLoneKeyIndexes


class Migration(migrations.Migration):
    dependencies = [("probe", "0002_named_grants")]

    operations = [
        migrations.AddIndex(
            model_name="probegrant",
            index=models.Index(fields=["tenant", "content_object"], name="probe_probegrant_object"),
        ),
        DropLoneKeyIndexes(),
    ]
