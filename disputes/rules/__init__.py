"""Pure arithmetic of disputes, by subject: codes, tokens, levels, rates, statistics, identity."""
