"""The staff shell: navigation, search, customer pages, dashboards. Owns no data."""
