from django.db import migrations

from core.tenancy.operations import DropLoneKeyIndexes


class Migration(migrations.Migration):
    dependencies = [("printing", "0002_document_path")]

    operations = [DropLoneKeyIndexes()]
