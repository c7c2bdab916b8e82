"""Cleaning what people typed into the values that the verbs take."""
