"""The WSGI application that granian serves."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goteo.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

from goteo import web_process  # noqa: E402

web_process.prepare()
application = get_wsgi_application()
