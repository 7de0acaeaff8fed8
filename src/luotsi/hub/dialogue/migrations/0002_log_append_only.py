"""The database itself refuses to change or remove entries of the log of votes."""

from django.db import migrations

from luotsi.base.append_only import install, remove
from luotsi.hub.dialogue.log_guard import VOTE_LOG


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: install(editor.connection, VOTE_LOG),
            lambda apps, editor: remove(editor.connection, VOTE_LOG),
        )
    ]
