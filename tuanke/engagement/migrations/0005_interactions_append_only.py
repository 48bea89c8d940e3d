from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("engagement", "0004_interactions"), ("audit", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engagement_interaction"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "DROP TRIGGER append_only ON engagement_interaction",
        )
    ]
