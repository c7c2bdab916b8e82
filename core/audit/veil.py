"""Personal values of a record: ciphertext in a row of their own for who may open it, a mask for everyone else.

In the record a veiled value is `{"$mask": "138****5678", "$proof": "…"}`. The mask is made once, when the act is
recorded, so that showing a record needs no key. The proof is a keyed digest bound to the record: what is opened later
is what was recorded, yet the ciphertext can be sealed under a new key, or erased, without breaking the chain.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import orjson

from core.audit import rules
from core.audit.codes import Code, Mask
from core.crypto.masks import STARS
from core.crypto.sealing import SealBroken, Sealed, place_of, proof_of

MASKED: Final = "$mask"
PROOF: Final = "$proof"

Values = dict[str, Any]


def veil(
    values: Mapping[str, Any] | None, code: Code, *, record_id: UUID, tenant: int
) -> tuple[Values, Values]:
    """`values` in plain JSON with the code's personal ones veiled, and beside them what was veiled.

    What comes as `Sealed` is veiled whether or not the code names it. Nothing stays nothing.
    """
    shown: Values = {}
    hidden: Values = {}
    for key, value in (values or {}).items():
        mask = code.personal.get(key)
        if isinstance(value, Sealed):
            mask = mask or _mask_of(value)
            value = value.reveal() if value else None
        kept = rules.plain(value)
        if mask is None or kept is None or kept in ("", [], {}):
            shown[key] = kept
        else:
            hidden[key] = kept
            masked = mask(kept) if isinstance(kept, str) else STARS
            shown[key] = {MASKED: masked, PROOF: _proof(kept, record_id, tenant)}
    return shown, hidden


def is_veiled(value: Any) -> bool:
    return isinstance(value, dict) and MASKED in value


def unveil(shown: Mapping[str, Any], hidden: Mapping[str, Any], *, record_id: UUID, tenant: int) -> Values:
    """`shown` with every veiled value put back; the mask where it was erased.

    Raises:
        SealBroken: what was kept is not what was recorded.
    """
    opened: Values = {}
    for key, value in shown.items():
        if not is_veiled(value):
            opened[key] = value
        elif key not in hidden:
            opened[key] = value[MASKED]
        elif value[PROOF] != _proof(hidden[key], record_id, tenant, like=value[PROOF]):
            raise SealBroken(f"record {record_id}: {key} is not what was recorded")
        else:
            opened[key] = hidden[key]
    return opened


def _mask_of(value: Sealed) -> Mask:
    shown = value.masked if value else ""
    return lambda _plain: shown


def _proof(kept: Any, record_id: UUID, tenant: int, *, like: str = "") -> str:
    """Under the key of the day; under the key of `like` where it is to be compared with that."""
    place = place_of("audit_veiled", "proof", tenant) + record_id.bytes
    return proof_of(orjson.dumps(kept, option=orjson.OPT_SORT_KEYS).decode(), place, like=like)
