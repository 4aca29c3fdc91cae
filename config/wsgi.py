"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from workflows.engine.editions import standing  # noqa: E402 -- only now are the courses loaded
from workflows.engine.soundness import proving  # noqa: E402

proving.refuse_unproved()
standing.refuse_missing()
