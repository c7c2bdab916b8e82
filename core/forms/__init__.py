"""Fields that forms of every room ask with: the same widget for a day, the same sentence for what is missing."""
