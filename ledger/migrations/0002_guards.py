"""What the ORM cannot say about the book: it balances, is sealed at commit, and is append-only."""

from django.db import migrations

CURRENCY = """
ALTER TABLE ledger_posting
    ADD CONSTRAINT ledger_posting_in_currency_of_account
    FOREIGN KEY (account_id, currency) REFERENCES ledger_account (id, currency);
"""
CURRENCY_REVERSED = """
ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_in_currency_of_account;
"""

# An entry without postings must be caught too, so both tables ask the same question at commit.
BALANCED = """
CREATE FUNCTION ledger_require_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry_asked bigint;
    postings bigint;
    unbalanced text;
BEGIN
    IF TG_TABLE_NAME = 'ledger_entry' THEN
        entry_asked := NEW.id;
    ELSE
        entry_asked := NEW.entry_id;
    END IF;
    SELECT coalesce(sum(count), 0), string_agg(total || ' ' || currency, ', ' ORDER BY currency)
               FILTER (WHERE total <> 0)
      INTO postings, unbalanced
      FROM (SELECT currency, count(*) AS count, sum(amount_cents) AS total
              FROM ledger_posting WHERE entry_id = entry_asked GROUP BY currency) AS sums;
    IF postings < 2 THEN
        RAISE EXCEPTION 'Journal entry % has % posting(s); it needs two at least.',
            entry_asked, postings
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_two_postings';
    END IF;
    IF unbalanced IS NOT NULL THEN
        RAISE EXCEPTION 'Journal entry % does not balance: % left over.', entry_asked, unbalanced
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balances';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_entry_balances
    AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_require_balance();
CREATE CONSTRAINT TRIGGER ledger_posting_balances
    AFTER INSERT ON ledger_posting DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_require_balance();
"""
BALANCED_REVERSED = """
DROP TRIGGER ledger_posting_balances ON ledger_posting;
DROP TRIGGER ledger_entry_balances ON ledger_entry;
DROP FUNCTION ledger_require_balance();
"""

# Both columns are stamped here, whatever was given, because the seal rests on them. The time is
# compared as well: after a dump was restored elsewhere, an old transaction id can come again.
SEALED = """
CREATE FUNCTION ledger_stamp_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    NEW.created_at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE FUNCTION ledger_refuse_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM ledger_entry
      WHERE id = NEW.entry_id
        AND xid = pg_current_xact_id() AND created_at >= transaction_timestamp();
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Journal entry % is sealed: it was written by another transaction.',
            NEW.entry_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_sealed';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_entry_stamped BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_stamp_entry();
CREATE TRIGGER ledger_posting_sealed BEFORE INSERT ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_sealed();
"""
SEALED_REVERSED = """
DROP TRIGGER ledger_posting_sealed ON ledger_posting;
DROP TRIGGER ledger_entry_stamped ON ledger_entry;
DROP FUNCTION ledger_refuse_sealed();
DROP FUNCTION ledger_stamp_entry();
"""

APPEND_ONLY = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The book is append-only: % on % is refused. Write a correction instead.',
        TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_append_only';
END $$;

CREATE TRIGGER ledger_account_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""
APPEND_ONLY_REVERSED = """
DROP TRIGGER ledger_posting_append_only ON ledger_posting;
DROP TRIGGER ledger_entry_append_only ON ledger_entry;
DROP TRIGGER ledger_account_append_only ON ledger_account;
DROP FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_book")]

    operations = [
        migrations.RunSQL(CURRENCY, CURRENCY_REVERSED),
        migrations.RunSQL(BALANCED, BALANCED_REVERSED),
        migrations.RunSQL(SEALED, SEALED_REVERSED),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_REVERSED),
    ]
