"""Files on their way in: storing, mapping, staging, applying in steps, undoing. Rooms say how their rows are written."""
