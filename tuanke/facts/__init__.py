"""The Parquet star schema fed from PostgreSQL, and the scores that come back. The mathematics is in insights."""
