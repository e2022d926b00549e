"""What a search looks at, one row per project, written by the database alone (migration 0003).

It stands apart from the project, so that nobody who reads a project carries its vector along.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchEntry(models.Model):
    project = models.OneToOneField(
        "projects.Project", on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    language = models.CharField(max_length=2)
    # Stems in the project's language and the words as they are, without accents.
    vector = SearchVectorField()
    # Title, owner and place in plain letters: small typos are forgiven here.
    names = models.TextField()
    # The place in plain letters, so that "Lleida" and "lleida" are one place.
    place = models.TextField()

    class Meta:
        # Entries are read far more often than written: what is new goes into the index at once,
        # so that no search has to read a list of what waits beside it.
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_words", fastupdate=False),
            GinIndex(
                fields=["names"],
                name="search_entry_names",
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
            ),
        ]

    def __str__(self) -> str:
        return self.names
