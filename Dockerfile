# One image for web, worker, beat, migrations and backups. Nothing secret goes into it: secrets come as files.
# Without a network: put the wheels into wheels/ and the npm packages into npm-cache/ first (docs/install.md).
FROM python:3.13-slim-trixie AS fengge

RUN useradd --system --uid 10001 --home-dir /var/lib/fengge --create-home fengge
WORKDIR /srv/fengge

COPY requirements.txt wheels* /tmp/packages/
RUN if ls /tmp/packages/*.whl >/dev/null 2>&1; then offline="--no-index --find-links /tmp/packages"; fi \
    && pip install --no-cache-dir --disable-pip-version-check $offline -r /tmp/packages/requirements.txt \
    && rm -rf /tmp/packages

COPY . .
# Style sheets, scripts and the fonts of the printed documents.
RUN PYTHONUTF8=1 python -m script.house.static && rm -rf node_modules npm-cache wheels \
    && python -m compileall -q accounts core disputes governance grids script

ENV PYTHONUTF8=1 PYTHONUNBUFFERED=1 LANG=C.UTF-8 FENGGE_VAR=/var/lib/fengge DJANGO_SETTINGS_MODULE=governance.settings
USER fengge
VOLUME /var/lib/fengge
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "--config", "script/gunicorn.conf.py", "--bind", "0.0.0.0:8000", "governance.wsgi:application"]


# The pooler, with the version that Debian ships and our tests run against.
FROM debian:trixie-slim AS pgbouncer

RUN apt-get update && apt-get install -y --no-install-recommends pgbouncer && rm -rf /var/lib/apt/lists/*
COPY script/compose/pgbouncer /usr/local/bin/fengge-pgbouncer
USER postgres
EXPOSE 6432
CMD ["/usr/local/bin/fengge-pgbouncer"]
