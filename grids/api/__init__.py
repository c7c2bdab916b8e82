"""Areas for programs: read only, plain values."""
