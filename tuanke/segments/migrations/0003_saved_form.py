from django.db import migrations

WRAP = "UPDATE segments_segment SET rule = jsonb_build_object('v', 1, 'root', rule) WHERE rule IS NOT NULL AND rule->'v' IS NULL"
UNWRAP = "UPDATE segments_segment SET rule = rule->'root' WHERE rule->'v' IS NOT NULL"


class Migration(migrations.Migration):
    """Rules saved before there were events are kept as they are, in the form of today."""

    dependencies = [("segments", "0002_membership")]

    operations = [migrations.RunSQL(WRAP, UNWRAP)]
