"""What searches look at: configurations without accents, one entry per project, its triggers.

No application code writes an entry. Triggers do, when a project's words change or its owner takes
another name, whoever changes them: a use-case, the admin, a bulk load.
"""

import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

CONFIGURATIONS = [
    ("goteo_es", "spanish", "spanish_stem"),
    ("goteo_ca", "catalan", "catalan_stem"),
    ("goteo_en", "english", "english_stem"),
    ("goteo_simple", "simple", "simple"),
]
CONFIGURE = "".join(
    f"""
CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {base});
ALTER TEXT SEARCH CONFIGURATION {name}
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {stems};
"""
    for name, base, stems in CONFIGURATIONS
)
CONFIGURE_REVERSED = "".join(
    f"DROP TEXT SEARCH CONFIGURATION {name};" for name, _base, _stems in CONFIGURATIONS
)

# Catalan writes l·l, people also type l.l: both become ll, here and in what is looked for.
PLAIN = r"""
CREATE FUNCTION projects_joined_ls(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(words, '(l)[·.](l)', '\1\2', 'gi');

CREATE FUNCTION projects_plain(words text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN lower(unaccent(projects_joined_ls(btrim(words))));
"""
PLAIN_REVERSED = """
DROP FUNCTION projects_plain(text);
DROP FUNCTION projects_joined_ls(text);
"""

ENTRIES = """
CREATE FUNCTION projects_weighted(config regconfig, title text, pitch text, names text, body text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector(config, projects_joined_ls(title)), 'A')
    || setweight(to_tsvector(config, projects_joined_ls(pitch)), 'B')
    || setweight(to_tsvector(config, projects_joined_ls(names)), 'C')
    || setweight(to_tsvector(config, projects_joined_ls(body)), 'D');

CREATE FUNCTION projects_write_search_entry(asked bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO projects_searchentry (project_id, language, vector, names, place)
    SELECT project.id,
           project.language,
           projects_weighted(
               CASE project.language WHEN 'es' THEN 'goteo_es'::regconfig
                                     WHEN 'ca' THEN 'goteo_ca'::regconfig
                                     WHEN 'en' THEN 'goteo_en'::regconfig
                                     ELSE 'goteo_simple'::regconfig END,
               title, pitch, concat_ws(' ', owner.name, location), description)
           || projects_weighted('goteo_simple'::regconfig,
               title, pitch, concat_ws(' ', owner.name, location), description),
           projects_plain(concat_ws(' ', title, owner.name, location)),
           projects_plain(location)
      FROM projects_project AS project
      JOIN accounts_user AS owner ON owner.id = project.owner_id
     WHERE project.id = asked
    ON CONFLICT (project_id) DO UPDATE
       SET language = excluded.language, vector = excluded.vector,
           names = excluded.names, place = excluded.place;
$$;

SELECT projects_write_search_entry(id) FROM projects_project;
"""
ENTRIES_REVERSED = """
DROP FUNCTION projects_write_search_entry(bigint);
DROP FUNCTION projects_weighted(regconfig, text, text, text, text);
"""

TRIGGERS = """
CREATE FUNCTION projects_keep_search_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projects_write_search_entry(NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION projects_keep_search_entries_of_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projects_write_search_entry(id) FROM projects_project WHERE owner_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER projects_new_words AFTER INSERT ON projects_project
    FOR EACH ROW EXECUTE FUNCTION projects_keep_search_entry();
CREATE TRIGGER projects_changed_words AFTER UPDATE ON projects_project FOR EACH ROW
    WHEN ((OLD.title, OLD.pitch, OLD.description, OLD.location, OLD.language, OLD.owner_id)
          IS DISTINCT FROM
          (NEW.title, NEW.pitch, NEW.description, NEW.location, NEW.language, NEW.owner_id))
    EXECUTE FUNCTION projects_keep_search_entry();
CREATE TRIGGER projects_owner_renamed AFTER UPDATE OF name ON accounts_user FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name)
    EXECUTE FUNCTION projects_keep_search_entries_of_owner();
"""
TRIGGERS_REVERSED = """
DROP TRIGGER projects_owner_renamed ON accounts_user;
DROP TRIGGER projects_changed_words ON projects_project;
DROP TRIGGER projects_new_words ON projects_project;
DROP FUNCTION projects_keep_search_entries_of_owner();
DROP FUNCTION projects_keep_search_entry();
"""

# The operator uses the index only with the threshold it knows from its settings, hence SET here.
CLOSE = """
CREATE FUNCTION projects_close_to(words text[])
RETURNS TABLE (project_id bigint, words_met bigint, closeness real)
LANGUAGE sql STABLE ROWS 100 SET pg_trgm.word_similarity_threshold = 0.4 AS $$
    SELECT entry.project_id, count(*), avg(word_similarity(word, entry.names))::real
      FROM unnest(words) AS word
      JOIN projects_searchentry AS entry ON entry.names %> word
     GROUP BY entry.project_id
$$;
"""
CLOSE_REVERSED = "DROP FUNCTION projects_close_to(text[]);"


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_categories"), ("accounts", "0001_initial")]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(CONFIGURE, CONFIGURE_REVERSED),
        migrations.RunSQL(PLAIN, PLAIN_REVERSED),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="projects.project",
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("vector", SearchVectorField()),
                ("names", models.TextField()),
                ("place", models.TextField()),
            ],
            options={
                "indexes": [
                    GinIndex(fields=["vector"], name="search_entry_words", fastupdate=False),
                    GinIndex(
                        fields=["names"],
                        name="search_entry_names",
                        opclasses=["gin_trgm_ops"],
                        fastupdate=False,
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["-launched_at", "-id"], name="project_newest_first"),
        ),
        migrations.RunSQL(ENTRIES, ENTRIES_REVERSED),
        migrations.RunSQL(TRIGGERS, TRIGGERS_REVERSED),
        migrations.RunSQL(CLOSE, CLOSE_REVERSED),
    ]
