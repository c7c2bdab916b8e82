from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0007_county_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="committee",
            name="kind",
            field=models.CharField(
                choices=[
                    ("VILLAGE", "村调委会"),
                    ("NEIGHBOURHOOD", "居调委会"),
                    ("TOWNSHIP", "乡镇调委会"),
                    ("STREET", "街道调委会"),
                    ("COUNTY", "县（市、区）调委会"),
                    ("ENTERPRISE", "企事业单位调委会"),
                    ("SOCIAL", "社会团体和其他组织调委会"),
                    ("TRADE", "行业性专业性调委会"),
                ],
                max_length=16,
                verbose_name="类别",
            ),
        ),
    ]
