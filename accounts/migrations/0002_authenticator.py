import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.crypto.fields
import core.tenancy.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Authenticator",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.tenancy.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", core.crypto.fields.EncryptedTextField(platform=True, verbose_name="密钥")),
                ("drift", models.SmallIntegerField(default=0, verbose_name="时钟偏差")),
                ("last_step", models.BigIntegerField(default=-1, verbose_name="上次使用的时间步")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="连续失败次数")),
                ("failed_at", models.DateTimeField(null=True, verbose_name="上次失败时间")),
                ("bound_at", models.DateTimeField(verbose_name="绑定时间")),
                ("used_at", models.DateTimeField(null=True, verbose_name="上次使用时间")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "动态口令",
                "constraints": [
                    models.UniqueConstraint(fields=("user",), name="accounts_authenticator_once")
                ],
            },
        ),
    ]
