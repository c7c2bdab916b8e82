"""Guardian's generic tables know no county: nobody but their owner may read or write them."""

from django.db import migrations

GENERIC = "guardian_userobjectpermission, guardian_groupobjectpermission"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more")]

    operations = [
        migrations.RunSQL(
            f"REVOKE ALL ON {GENERIC} FROM app, system",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {GENERIC} TO app; GRANT SELECT ON {GENERIC} TO system",
        )
    ]
