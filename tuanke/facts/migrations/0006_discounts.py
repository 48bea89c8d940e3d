from django.db import migrations

# The fact store has a column more: everybody's rows are written anew at the next refresh.
EVERYBODY = """
INSERT INTO facts_dirtycustomer (customer_id) SELECT customer_id FROM facts_customerscore
ON CONFLICT (customer_id) DO UPDATE SET mark = facts_dirtycustomer.mark + 1
"""


class Migration(migrations.Migration):
    dependencies = [("facts", "0005_needs_and_thresholds")]
    operations = [migrations.RunSQL(EVERYBODY, migrations.RunSQL.noop)]
