"""Personal values in a record: ciphertext for who may open it, a mask for everyone else.

A veiled value is `{"$sealed": "k1:…", "$mask": "138****5678"}`. The mask is made once, when the act is recorded, so
that showing a record needs no key. Old keys stay in the keyring as long as records sealed with them are kept: a
record is never written again.
"""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from core.audit import rules
from core.audit.codes import Code, Mask
from core.crypto.masks import STARS, mask_all
from core.crypto.sealing import Sealed, open_text, place_of, seal_text

SEALED: Final = "$sealed"
MASKED: Final = "$mask"


def veiled_values(values: Mapping[str, Any] | None, code: Code, *, tenant: int) -> dict[str, Any]:
    """`values` in plain JSON, the code's personal ones veiled. What comes as `Sealed` is veiled in any case."""
    if not values:
        return {}
    veiled: dict[str, Any] = {}
    for key, value in values.items():
        mask = code.personal.get(key)
        if mask is None and isinstance(value, Sealed):
            veiled[key] = _veil(value.reveal(), value.masked, tenant) if value else None
        elif mask is None:
            veiled[key] = rules.plain(value)
        else:
            veiled[key] = protect(value, mask, tenant=tenant)
    return veiled


def protect(value: Any, mask: Mask = mask_all, *, tenant: int) -> Any:
    """One personal value, veiled; nothing stays nothing."""
    if isinstance(value, Sealed):
        value = value.reveal() if value else None
    kept = rules.plain(value)
    if kept is None or kept in ("", [], {}):
        return kept
    return _veil(kept, mask(kept) if isinstance(kept, str) else STARS, tenant)


def is_veiled(value: Any) -> bool:
    return isinstance(value, dict) and SEALED in value


def revealed(values: Mapping[str, Any], *, tenant: int) -> dict[str, Any]:
    """`values` with every veiled one opened.

    Raises:
        SealBroken: a value was changed, or its key is not in the keyring.
    """
    return {key: _open(value, tenant) if is_veiled(value) else value for key, value in values.items()}


def _place(tenant: int) -> bytes:
    return place_of("audit_record", "values", tenant)


def _veil(kept: Any, shown: str, tenant: int) -> dict[str, str]:
    return {SEALED: seal_text(orjson.dumps(kept).decode(), _place(tenant)), MASKED: shown}


def _open(value: dict[str, str], tenant: int) -> Any:
    return orjson.loads(open_text(value[SEALED], _place(tenant)))
