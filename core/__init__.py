"""Mechanisms without a trade word: tenancy, permissions, paths, calendar, audit, deadlines, notices, papers, sheets, keys."""
