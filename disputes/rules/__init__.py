"""Pure arithmetic of disputes, by subject: levels, terms, agreements, statistics, uploads."""
