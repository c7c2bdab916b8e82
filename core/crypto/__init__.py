"""Sensitive fields as ciphertext: authenticated encryption with a key id, blind indexes for equality.

Doors: `fields` (EncryptedTextField, EncryptedBytesField, BlindIndexField), `masks`, `sealing` (Sealed, the
only way to plain text is its `reveal()`), `keyring` (importable without Django), `manage.py rotate_keys`.
"""
