"""Whoever is signed in here is signed in as everywhere."""

from tests.governance.conftest import signed_in

__all__ = ["signed_in"]
