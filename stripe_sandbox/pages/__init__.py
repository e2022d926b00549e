"""Pages for people: the hosted checkout, the bank's page and the dashboard. No script on any."""
