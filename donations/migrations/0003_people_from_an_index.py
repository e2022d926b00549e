"""Each donation carries the customer of its checkout: written by a trigger, held by a key of two."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE donations_donation AS donation SET customer_id = checkout.customer_id
  FROM donations_checkout AS checkout WHERE checkout.id = donation.checkout_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
HOLD = """
ALTER TABLE donations_checkout ADD CONSTRAINT checkout_with_its_customer UNIQUE (id, customer_id);
ALTER TABLE donations_donation ADD CONSTRAINT donation_of_its_checkouts_customer
    FOREIGN KEY (checkout_id, customer_id) REFERENCES donations_checkout (id, customer_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION donations_write_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT customer_id INTO NEW.customer_id FROM donations_checkout WHERE id = NEW.checkout_id;
    RETURN NEW;
END $$;
CREATE TRIGGER donations_customer_of_checkout BEFORE INSERT OR UPDATE ON donations_donation
    FOR EACH ROW WHEN (NEW.customer_id IS NULL) EXECUTE FUNCTION donations_write_customer();
"""
LET_GO = """
DROP TRIGGER donations_customer_of_checkout ON donations_donation;
DROP FUNCTION donations_write_customer();
ALTER TABLE donations_donation DROP CONSTRAINT donation_of_its_checkouts_customer;
ALTER TABLE donations_checkout DROP CONSTRAINT checkout_with_its_customer;
"""


def customer(**more: bool) -> models.Field:
    return models.ForeignKey(
        "donations.customer",
        on_delete=django.db.models.deletion.PROTECT,
        related_name="donations",
        editable=False,
        db_index=False,
        verbose_name="customer",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [("donations", "0002_raised_from_an_index")]

    operations = [
        # Until this migration ends: filling goes over every donation there is.
        migrations.RunSQL("SET LOCAL statement_timeout = 0", migrations.RunSQL.noop),
        migrations.AddField("donation", "customer", customer(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("donation", "customer", customer()),
        migrations.RunSQL(HOLD, LET_GO),
        migrations.RemoveIndex("donation", "donation_raised"),
        migrations.AddIndex(
            "donation",
            models.Index(
                fields=["project", "customer"],
                include=("amount_cents",),
                condition=models.Q(status__in=("promised", "held", "collecting", "paid")),
                name="donation_raised",
            ),
        ),
    ]
