"""Telling people: notices grown from records into an inbox, and a word about them through outside channels.

Doors: `declaring` (notifies), `models` (Notice), `selectors` (unread_count, inbox), `channels` (the adapters). Outside
channels carry a number and a link, never what the notice says: phones are lost and groups have strangers in them.
"""
