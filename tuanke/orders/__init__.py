"""Orders and their lines, from import or sale. Not deals, quotes or payments terms."""
