"""The API put together: rooms bring views, the roof gives addresses, errors, the renderer and the description.

Doors: `urls`. Every view is closed until it is marked with `open_to`, as pages are.
"""
