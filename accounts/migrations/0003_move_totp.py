"""Second factors move from django-otp's own table, where their secrets stood in plain, under the keyring."""

from typing import Any

from django.db import migrations

TAKE = """
    SELECT DISTINCT ON (user_id)
           user_id, key, drift, last_t AS last_step, throttling_failure_count AS failures,
           throttling_failure_timestamp AS failed_at, coalesce(created_at, now()) AS bound_at,
           last_used_at AS used_at
      FROM otp_totp_totpdevice WHERE confirmed ORDER BY user_id, id DESC"""


def move(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if "otp_totp_totpdevice" not in connection.introspection.table_names():
        return  # a new installation
    model = apps.get_model("accounts", "Authenticator")
    with connection.cursor() as cursor:
        cursor.execute(TAKE)
        names = [column.name for column in cursor.description]
        phones = [model(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
        model.objects.using(connection.alias).bulk_create(phones, batch_size=1000)
        cursor.execute("DROP TABLE otp_totp_totpdevice")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_authenticator"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop, elidable=True)]
