"""A gallery of the parts every page is put together from, on routes of its own; drawings, no rows behind them."""
