"""What programs read and write of the room."""
