from django.db import migrations

CONSENT = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON customers_consentrecord
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

# Deleting goes with the customer, which only taking back an import does.
FIRST_TOUCH = """
CREATE FUNCTION customers_keep_first_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('tuanke.override_first_touch', true) = 'on' THEN
        RETURN NEW;  -- set by one service, for one transaction, beside its audit entry
    END IF;
    RAISE EXCEPTION 'the first touch of a customer stays' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER first_touch_stays BEFORE UPDATE ON customers_touch
    FOR EACH ROW WHEN (OLD.which = 'first') EXECUTE FUNCTION customers_keep_first_touch();
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_archive"), ("audit", "0002_append_only")]
    operations = [
        migrations.RunSQL(CONSENT, "DROP TRIGGER append_only ON customers_consentrecord"),
        migrations.RunSQL(
            FIRST_TOUCH,
            "DROP TRIGGER first_touch_stays ON customers_touch; DROP FUNCTION customers_keep_first_touch",
        ),
    ]
