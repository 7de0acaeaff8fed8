"""The database itself refuses to change or remove rows of the audit log."""

from django.db import migrations

from luotsi.base.append_only import install, remove


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: install(editor.connection), lambda apps, editor: remove(editor.connection)
        )
    ]
