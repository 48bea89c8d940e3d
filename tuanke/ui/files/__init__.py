"""What `kit.files` says in codes, in words: the keys of a file, and why a file or a row was not taken."""
