"""People: accounts, and how somebody shows whose they are."""
