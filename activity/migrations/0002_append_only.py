"""Events are never changed, removed or truncated: the database itself refuses."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION activity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Events are append-only: % is refused.', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER activity_event_append_only BEFORE UPDATE OR DELETE ON activity_event
    FOR EACH ROW EXECUTE FUNCTION activity_refuse_change();
CREATE TRIGGER activity_event_no_truncate BEFORE TRUNCATE ON activity_event
    FOR EACH STATEMENT EXECUTE FUNCTION activity_refuse_change();
"""

BACKWARD = """
DROP TRIGGER activity_event_no_truncate ON activity_event;
DROP TRIGGER activity_event_append_only ON activity_event;
DROP FUNCTION activity_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
