import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from core.crypto import keyring


def test_a_generated_keyring_parses_and_is_never_the_same_twice() -> None:
    one, two = keyring.generate(), keyring.generate()
    assert keyring.parse(one).active_key.alg == "AES-256-GCM"
    assert keyring.parse(one).active_key.secret != keyring.parse(two).active_key.secret
    assert keyring.parse(one).index_keys != keyring.parse(two).index_keys
    assert json.loads(json.dumps(one)) == one


def test_a_keyring_for_sm4_takes_sixteen_bytes() -> None:
    assert len(keyring.parse(keyring.generate("SM4-GCM")).active_key.secret) == 16


def test_the_first_keyring_is_made_without_django() -> None:
    code = (
        "import sys; from core.crypto.keyring import generate; generate(); assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_a_new_key_joins_and_the_old_one_stays() -> None:
    before = keyring.generate()
    after = keyring.with_new_key(before, key_id="k2", alg="SM4-GCM", activate=True)
    assert keyring.parse(after).active == "k2"
    assert after["keys"]["k1"] == before["keys"]["k1"]
    assert after["index"] == before["index"]
    with pytest.raises(keyring.KeyringError, match="already"):
        keyring.with_new_key(after, key_id="k1", alg="SM4-GCM", activate=False)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"active": "k9"}, "not in the keyring"),
        ({"keys": {"k1": {"alg": "ROT13", "key": "AAAA"}}}, "unknown algorithm"),
        ({"keys": {"k1": {"alg": "AES-256-GCM", "key": "AAAA"}}}, "takes 32 bytes"),
        ({"keys": {"k1": {"alg": "AES-256-GCM", "key": "ä"}}}, "not a keyring"),
        ({"keys": {"main:": {"alg": "AES-256-GCM", "key": "A" * 43 + "="}}}, "called k and a number"),
        ({"keys": None}, "not a keyring"),
        ({"index": "AAAA"}, "index key"),
    ],
)
def test_a_broken_keyring_is_refused_by_name(change: dict[str, object], told: str) -> None:
    with pytest.raises(keyring.KeyringError, match=told):
        keyring.parse({**keyring.generate(), **change})


def test_the_file_is_replaced_whole_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "field-keys.json"
    keyring.write(path, keyring.generate())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text()
    with pytest.raises(keyring.KeyringError):
        keyring.write(path, {"active": "k1", "keys": {}, "index": ""})
    assert path.read_text() == before
    assert [p.name for p in path.parent.iterdir()] == ["field-keys.json"]


@pytest.mark.parametrize(
    ("text", "told"), [(None, "cannot read"), ("{", "not JSON"), ("[]", "not a JSON object")]
)
def test_a_missing_or_unreadable_file_says_which(tmp_path: Path, text: str | None, told: str) -> None:
    path = tmp_path / "keys.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(keyring.KeyringError, match=told):
        keyring.read(path)


def test_keys_do_not_show_themselves() -> None:
    content = keyring.generate()
    ring = keyring.parse(content)
    shown = repr(ring) + repr(ring.active_key)
    assert content["keys"]["k1"]["key"] not in shown
    assert repr(ring.active_key.secret) not in shown


def test_a_keyring_that_others_read_stays_readable_for_them(tmp_path: Path) -> None:
    path = tmp_path / "field-keys.json"
    keyring.write(path, keyring.generate())
    path.chmod(0o644)  # a secret of the containers, in a closed directory
    keyring.write(path, keyring.with_new_index(keyring.read(path), key_id="i2"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_an_index_key_joins_becomes_active_and_retires() -> None:
    ring = keyring.with_new_index(keyring.generate(), key_id="i2")
    assert keyring.parse(ring).live_indexes == ["i1", "i2"]
    ring = keyring.with_active_index(ring, key_id="i2")
    assert keyring.parse(ring).live_indexes == ["i2", "i1"]
    ring = keyring.with_retired_index(ring, key_id="i1")
    assert keyring.parse(ring).live_indexes == ["i2"]
    assert set(keyring.parse(ring).index_keys) == {"i1", "i2"}
    assert json.loads(json.dumps(ring)) == ring
    for step, key_id, told in (
        ("with_new_index", "i2", "already"),
        ("with_new_index", "k3", "called i and a number"),
        ("with_active_index", "i1", "retired"),
        ("with_retired_index", "i2", "retired"),
        ("with_retired_index", "i9", "not in the keyring"),
    ):
        with pytest.raises(keyring.KeyringError, match=told):
            getattr(keyring, step)(ring, key_id=key_id)
