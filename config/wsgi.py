"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from django.db import DatabaseError, connections  # noqa: E402 -- only now are the courses loaded

from workflows.engine.editions import standing  # noqa: E402
from workflows.engine.soundness import proving  # noqa: E402

proving.refuse_unproved()
try:
    standing.refuse_missing()
except DatabaseError:
    # Without its database the server answers that by itself, and goes on once it is there.
    pass
finally:
    # Nothing is taken along into the processes that gunicorn forks.
    connections.close_all()
