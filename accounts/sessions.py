"""What a session remembers between requests, and for how long it lives."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp.util import random_hex

from accounts.choices import OFFICERS
from accounts.models import User
from accounts.selectors import counties_of
from core.crypto.sealing import PLATFORM, SealBroken, open_text, place_of, seal_text
from core.permissions.actor import Actor

COUNTY, SEEN, FACTOR, HALFWAY, NEXT = "tenant", "seen", "factor", "halfway", "next"
TOTP_KEY = "totp_key"
TOTP_PLACE = place_of("session", TOTP_KEY, PLATFORM)
NOTED_EVERY = 30  # seconds; a session is not written for each request
HALFWAY_SECONDS = 300
BACKEND = "django.contrib.auth.backends.ModelBackend"


def begin(request: HttpRequest, user: User, *, factor: bool, at: dt.datetime) -> None:
    """Sign `user` in: a new session key (so that nobody planted it), and the county where there is only one."""
    wanted = request.session.get(NEXT, "")
    login(request, user, backend=BACKEND)
    for leftover in (HALFWAY, NEXT, TOTP_KEY):
        request.session.pop(leftover, None)
    counties = counties_of(user)
    request.session[COUNTY] = counties[0].county_id if len(counties) == 1 else None
    request.session[SEEN] = int(at.timestamp())
    request.session[FACTOR] = factor
    if wanted:
        request.session[NEXT] = wanted


def pending_secret(session: SessionBase) -> str | None:
    """The second factor's secret while it is being set up, hexadecimal; sealed, since sessions are rows as well."""
    try:
        return open_text(session[TOTP_KEY], TOTP_PLACE) if TOTP_KEY in session else None
    except SealBroken:  # begun under another key, or before sessions were sealed: begin anew
        return None


def new_secret(session: SessionBase) -> str:
    secret: str = random_hex(20)
    session[TOTP_KEY] = seal_text(secret, TOTP_PLACE)
    return secret


def is_officer(actor: Actor) -> bool:
    """Whether the stricter rules hold for this person: second factor, short idle time."""
    return any(post.role in OFFICERS for post in actor.posts)


def has_idled(session: SessionBase, actor: Actor | None, *, at: dt.datetime) -> bool:
    """Whether nobody has touched the session for too long; otherwise notes that somebody did."""
    now = int(at.timestamp())
    seen = int(session.get(SEEN, 0)) or now
    strict = actor is not None and is_officer(actor)
    if now - seen > (settings.IDLE_SECONDS_OFFICERS if strict else settings.IDLE_SECONDS):
        return True
    if now - seen >= NOTED_EVERY or SEEN not in session:
        session[SEEN] = now
    return False


def safe_next(request: HttpRequest, target: Any) -> str:
    """`target` where it is an address of ours, else ""."""
    target = str(target or "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""
