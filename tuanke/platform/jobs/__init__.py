"""Long and later work: queueing by name in the caller's transaction, progress, cancel, recovery of stalled jobs."""
