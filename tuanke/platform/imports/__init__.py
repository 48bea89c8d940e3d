"""Files on their way in: kept, mapped, staged, applied in steps, taken back. Rooms write their own rows."""
