"""One module per claim; each measures against something in the same run and prints JSON lines (see measure)."""
