"""People and organisations in one archive, how to reach them and where they came from. Not what they bought."""
