"""The web, the workers and beat refuse to start on a connection that could step over the wall."""

from django.core.checks import Tags, run_checks
from django.db import DEFAULT_DB_ALIAS, connections


def refuse_an_open_wall() -> None:
    """Ask the database who we are (tenancy.E010 and whatever else is registered as a database check).

    Raises:
        SystemExit: with every error, when there is one. A server that is away is no reason: it may come back.
    """
    found = run_checks(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
    errors = [str(message) for message in found if message.is_serious() and not message.is_silenced()]
    connections.close_all()  # asked before the process forks: a connection is nobody's to share
    if errors:
        raise SystemExit("枫格 refuses to start:\n" + "\n".join(errors))
