import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.tenancy.operations import AddTogether, DropLoneKeyIndexes


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_staff_addresses")]

    operations = [
        AddTogether(
            indexes=(("unit", models.Index(fields=["tenant", "parent"], name="accounts_unit_parent")),)
        ),
        migrations.AlterField(
            model_name="staff",
            name="user",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="账号",
            ),
        ),
        DropLoneKeyIndexes(),
    ]
