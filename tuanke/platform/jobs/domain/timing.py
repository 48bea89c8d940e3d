"""How long a worker may be silent before its jobs are taken back."""

HEARTBEAT_SECONDS = 2
STALLED_SECONDS = 10
