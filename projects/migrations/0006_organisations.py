"""Organisations own projects: searches find them by its name, and nobody moves a sent campaign.

The function is that of 0003, with the name of the organisation in place of the person's where
there is one.
"""

import django.db.models.deletion
from django.db import migrations, models


def _entry(name: str, join: str = "") -> str:
    return """
CREATE OR REPLACE FUNCTION projects_write_search_entry(asked bigint) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO projects_searchentry (project_id, language, vector, names, place)
    SELECT project.id,
           project.language,
           projects_weighted(
               CASE project.language WHEN 'es' THEN 'goteo_es'::regconfig
                                     WHEN 'ca' THEN 'goteo_ca'::regconfig
                                     WHEN 'en' THEN 'goteo_en'::regconfig
                                     ELSE 'goteo_simple'::regconfig END,
               project.title, pitch, concat_ws(' ', NAME, location), project.description)
           || projects_weighted('goteo_simple'::regconfig,
               project.title, pitch, concat_ws(' ', NAME, location), project.description),
           projects_plain(concat_ws(' ', project.title, NAME, location)),
           projects_plain(location)
      FROM projects_project AS project
      JOIN accounts_user AS owner ON owner.id = project.owner_id
      JOIN_MORE
     WHERE project.id = asked
    ON CONFLICT (project_id) DO UPDATE
       SET language = excluded.language, vector = excluded.vector,
           names = excluded.names, place = excluded.place;
$$;
""".replace("NAME", name).replace("JOIN_MORE", join)


ENTRY = _entry(
    "coalesce(organisation.name, owner.name)",
    "LEFT JOIN accounts_organisation AS organisation ON organisation.id = project.organisation_id",
)
ENTRY_BEFORE = _entry("owner.name")

TRIGGERS = """
DROP TRIGGER projects_changed_words ON projects_project;
CREATE TRIGGER projects_changed_words AFTER UPDATE ON projects_project FOR EACH ROW
    WHEN ((OLD.title, OLD.pitch, OLD.description, OLD.location, OLD.language, OLD.owner_id,
           OLD.organisation_id)
          IS DISTINCT FROM
          (NEW.title, NEW.pitch, NEW.description, NEW.location, NEW.language, NEW.owner_id,
           NEW.organisation_id))
    EXECUTE FUNCTION projects_keep_search_entry();

CREATE FUNCTION projects_keep_search_entries_of_organisation() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM projects_write_search_entry(id) FROM projects_project WHERE organisation_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER projects_organisation_renamed AFTER UPDATE OF name ON accounts_organisation
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)
    EXECUTE FUNCTION projects_keep_search_entries_of_organisation();
"""
TRIGGERS_REVERSED = """
DROP TRIGGER projects_organisation_renamed ON accounts_organisation;
DROP FUNCTION projects_keep_search_entries_of_organisation();
DROP TRIGGER projects_changed_words ON projects_project;
CREATE TRIGGER projects_changed_words AFTER UPDATE ON projects_project FOR EACH ROW
    WHEN ((OLD.title, OLD.pitch, OLD.description, OLD.location, OLD.language, OLD.owner_id)
          IS DISTINCT FROM
          (NEW.title, NEW.pitch, NEW.description, NEW.location, NEW.language, NEW.owner_id))
    EXECUTE FUNCTION projects_keep_search_entry();
"""

# Backers gave to whoever the page named: that is not changed under them, by any code.
CREATOR_STANDS = """
CREATE FUNCTION projects_refuse_another_creator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The creator of project % stands: it is %.', OLD.id, OLD.status
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER projects_creator_stands BEFORE UPDATE ON projects_project FOR EACH ROW
    WHEN (OLD.organisation_id IS DISTINCT FROM NEW.organisation_id
          AND OLD.status NOT IN ('draft', 'changes_requested'))
    EXECUTE FUNCTION projects_refuse_another_creator();
"""
CREATOR_STANDS_REVERSED = """
DROP TRIGGER projects_creator_stands ON projects_project;
DROP FUNCTION projects_refuse_another_creator();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_drawn_cover"), ("accounts", "0003_organisations")]

    operations = [
        migrations.AddField(
            model_name="project",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="accounts.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.RunSQL(ENTRY, ENTRY_BEFORE),
        migrations.RunSQL(TRIGGERS, TRIGGERS_REVERSED),
        migrations.RunSQL(CREATOR_STANDS, CREATOR_STANDS_REVERSED),
    ]
