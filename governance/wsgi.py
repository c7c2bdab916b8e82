"""What gunicorn loads. It stops here when the database connection could see more than one county."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
application = get_wsgi_application()

from governance.refusal import refuse_an_open_wall  # noqa: E402  # needs the apps, which the line above loads

refuse_an_open_wall()
