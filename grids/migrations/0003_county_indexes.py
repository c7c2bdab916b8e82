from django.db import migrations, models

from core.tenancy.operations import AddTogether, DropLoneKeyIndexes


class Migration(migrations.Migration):
    dependencies = [("grids", "0002_retired_kinds")]

    operations = [
        AddTogether(
            indexes=(
                ("areaboundary", models.Index(fields=["tenant", "area"], name="grids_boundary_area")),
                ("areacode", models.Index(fields=["tenant", "area"], name="grids_areacode_area")),
                ("arealink", models.Index(fields=["tenant", "to_area"], name="grids_arealink_to")),
                ("changedarea", models.Index(fields=["tenant", "change"], name="grids_changedarea_change")),
                ("changedarea", models.Index(fields=["tenant", "area"], name="grids_changedarea_area")),
                (
                    "changepromise",
                    models.Index(fields=["tenant", "change"], name="grids_changepromise_change"),
                ),
                ("formerpath", models.Index(fields=["tenant", "area"], name="grids_formerpath_area")),
            )
        ),
        DropLoneKeyIndexes(),
    ]
