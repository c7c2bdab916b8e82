from django.db import migrations

import core.crypto.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_move_totp"),
    ]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="dingtalk_id",
            field=core.crypto.fields.EncryptedTextField(blank=True, default="", verbose_name="钉钉账号"),
        ),
        migrations.AddField(
            model_name="staff",
            name="email",
            field=core.crypto.fields.EncryptedTextField(blank=True, default="", verbose_name="电子邮箱"),
        ),
        migrations.AddField(
            model_name="staff",
            name="wecom_id",
            field=core.crypto.fields.EncryptedTextField(blank=True, default="", verbose_name="企业微信账号"),
        ),
    ]
