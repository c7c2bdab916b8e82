"""What programs read and write of the room: the same rules and refusals as the pages, numbers masked."""
