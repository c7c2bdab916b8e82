"""The variables by which the product is told where its databases, keys and files are.

A DATABASE_URL or REDIS_URL that is already set takes the place of the embedded server; DATABASE_OWNER_URL and
DATABASE_SYSTEM_URL then have to be set with it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from script.house import keys
from script.house.places import ROOT, Places
from script.house.say import Refusal

DATABASE_URLS = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL", "system": "DATABASE_SYSTEM_URL"}


def named(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """The value of a variable, or of the file that NAME_FILE points at (secrets come as files); '' without."""
    if path := environ.get(f"{name}_FILE"):
        return Path(path).read_text("utf-8").strip()
    return environ.get(name, "")


def has_own_database(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment names a PostgreSQL, for all three roles."""
    missing = [name for name in DATABASE_URLS.values() if not named(name, environ)]
    if named("DATABASE_URL", environ) and missing:
        raise Refusal(f"DATABASE_URL is set, so {' and '.join(missing)} must be set too (one role each).")
    return bool(named("DATABASE_URL", environ))


def base_environment(places: Places, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Everything but the databases: what the caller had, UTF-8, our directories and keys."""
    secret_key = places.secrets / "secret-key"
    field_keys = places.secrets / "field-keys.json"
    if "FENGGE_SECRET_KEY_FILE" not in environ:
        keys.kept(secret_key, keys.secret_key)
    if "FENGGE_FIELD_KEYS_FILE" not in environ:
        keys.kept(field_keys, keys.field_keys)
    ours = {
        "DJANGO_SETTINGS_MODULE": "governance.settings",
        "FENGGE_VAR": str(places.var),
        "FENGGE_SECRET_KEY_FILE": str(secret_key),
        "FENGGE_FIELD_KEYS_FILE": str(field_keys),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
    }
    kept = {
        name: value for name, value in environ.items() if name not in ("LC_ALL", "PYTHONPATH", "FENGGE_VAR")
    }
    return {**ours, **kept, "FENGGE_VAR": str(places.var), "LC_ALL": "C.UTF-8"}
