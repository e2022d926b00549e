# The platform as an image: web, workers, beat and commands are the same one, started differently.

FROM python:3.11-slim-trixie AS parts
COPY requirements/run.txt /tmp/run.txt
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r /tmp/run.txt

FROM python:3.11-slim-trixie
# pg_dump and pg_restore for bin/backup and bin/restore; trixie's are of PostgreSQL 17.
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 goteo \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin goteo \
 && install -d -o goteo -g goteo /srv/goteo /srv/goteo/media /srv/goteo/backups
COPY --from=parts /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=goteo.settings \
    GOTEO_MODE=server \
    DATA_DIR=/srv/goteo \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000
RUN bin/build
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "goteo.health"]
CMD ["granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "8", \
     "--respawn-failed-workers", "--workers-kill-timeout", "25", "goteo.wsgi:application"]
