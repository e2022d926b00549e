"""Backups: a dated folder with the database, the pictures and what proves that both came back."""
