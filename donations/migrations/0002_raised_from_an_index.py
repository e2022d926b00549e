from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("donations", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="donation",
            index=models.Index(
                fields=["project"],
                include=("amount_cents",),
                condition=models.Q(status__in=("promised", "held", "collecting", "paid")),
                name="donation_raised",
            ),
        ),
    ]
