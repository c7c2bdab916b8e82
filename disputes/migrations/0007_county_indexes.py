from django.db import migrations, models

from core.tenancy.operations import AddTogether, DropLoneKeyIndexes


class Migration(migrations.Migration):
    dependencies = [("disputes", "0006_place_of_cases")]

    operations = [
        AddTogether(
            indexes=(
                ("agreement", models.Index(fields=["tenant", "case"], name="disputes_agreement_case")),
                ("allowanceclaim", models.Index(fields=["tenant", "case"], name="disputes_claim_case")),
                (
                    "case",
                    models.Index(
                        condition=models.Q(("state__in", ("CLOSED", "MERGED"))),
                        fields=["tenant", "mediator"],
                        name="disputes_case_mediated",
                    ),
                ),
                (
                    "case",
                    models.Index(
                        condition=models.Q(("committee__isnull", False)),
                        fields=["tenant", "committee"],
                        name="disputes_case_committee",
                    ),
                ),
                (
                    "case",
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["tenant", "merged_into"],
                        name="disputes_case_merged",
                    ),
                ),
                (
                    "casegrant",
                    models.Index(fields=["tenant", "content_object"], name="disputes_casegrant_object"),
                ),
                (
                    "dutyshift",
                    models.Index(fields=["tenant", "mediator", "on"], name="disputes_shift_mediator"),
                ),
                ("handler", models.Index(fields=["tenant", "case"], name="disputes_handler_case")),
                (
                    "inquiry",
                    models.Index(
                        condition=models.Q(("corrects__isnull", False)),
                        fields=["tenant", "corrects"],
                        name="disputes_inquiry_corrects",
                    ),
                ),
                ("leadercase", models.Index(fields=["tenant", "case"], name="disputes_leader_case_case")),
                (
                    "sitting",
                    models.Index(
                        condition=models.Q(("corrects__isnull", False)),
                        fields=["tenant", "corrects"],
                        name="disputes_sitting_corrects",
                    ),
                ),
            )
        ),
        DropLoneKeyIndexes(),
    ]
