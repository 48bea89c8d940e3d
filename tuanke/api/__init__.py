"""Programs on their doorstep: what others may call, and how."""
