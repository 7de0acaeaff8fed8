"""Addresses of the stores, under /w/. No name and no identity code ever stands in one."""

from django.urls import path

from luotsi.workbench.stores.views import entries, library, publishing, tasks

app_name = "stores"
urlpatterns = [
    path("library/", library.kind_list, name="library"),
    path("library/<slug:kind>/", library.items, name="items"),
    path("library/<slug:kind>/new/", library.new, name="new"),
    path("library/<slug:kind>/take-in/", publishing.take_in_builtin, name="take_in"),
    path("library/<slug:kind>/import/", publishing.import_pack, name="import"),
    path("library/<slug:kind>/publish/", publishing.publish, name="publish"),
    path("library/<slug:kind>/packs/", publishing.packs, name="packs"),
    path("library/<slug:kind>/packs/<int:number>/", publishing.publication, name="publication"),
    path("library/<slug:kind>/packs/<int:number>/pack.json", publishing.export, name="export"),
    path("library/<slug:kind>/<int:item_id>/", library.item, name="item"),
    path("library/<slug:kind>/<int:item_id>/edit/", library.edit, name="edit"),
    path("library/<slug:kind>/<int:item_id>/<int:number>/", library.version, name="version"),
    path("library/<slug:kind>/<int:item_id>/<int:number>/review/", library.review, name="review"),
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/new/", tasks.new, name="new_task"),
    path("tasks/<uuid:task_id>/", tasks.task, name="task"),
    path("tasks/<uuid:task_id>/act/", tasks.act, name="task_act"),
    path("entries/<uuid:client_id>/", entries.entry_list, name="entries"),
    path("entries/<uuid:client_id>/note/", entries.note, name="note"),
    path("entries/<uuid:client_id>/measurement/", entries.measurement, name="measurement"),
    path("entries/<uuid:client_id>/<uuid:entry_id>/", entries.entry, name="entry"),
    path("entries/<uuid:client_id>/<uuid:entry_id>/amend/", entries.amend, name="entry_amend"),
    path("entries/<uuid:client_id>/<uuid:entry_id>/error/", entries.error, name="entry_error"),
]
