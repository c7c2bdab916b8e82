"""Cleaning what people typed into the rooms' own values."""
