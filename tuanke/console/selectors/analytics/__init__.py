"""The reports of `facts` as the analytics pages show them: in words, as tables, with the way to the people."""
