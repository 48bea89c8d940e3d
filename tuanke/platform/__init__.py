"""What every room stands on; has no modules of its own, only named rooms."""
