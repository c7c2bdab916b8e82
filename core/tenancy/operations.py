"""Operations of migrations that are the house's own."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation

from core.tenancy.fields import TenantForeignKey


class DropLoneKeyIndexes(Operation):
    """Drops the indexes on a key alone that Django made before `TenantForeignKey` stopped asking for them.

    No question is asked without the county, so each of them was a second index beside the one that begins with the
    tenant, written at every insert. A database made since has none of them, and nothing happens there.
    """

    reduces_to_sql = False
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass  # they never stood in the models

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in to_state.apps.get_app_config(app_label).get_models():
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                for lone in self._lone_indexes(schema_editor.connection, model):
                    schema_editor.remove_index(model, lone)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        pass  # nobody needs them back

    def describe(self) -> str:
        return "Drop indexes on keys without the county"

    def _lone_indexes(self, connection: Any, model: Any) -> list[models.Index]:
        keys = {(one.column,): one for one in model._meta.local_fields if isinstance(one, TenantForeignKey)}
        with connection.cursor() as cursor:
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
        return [
            models.Index(fields=[keys[key].name], name=name)
            for name, found in there.items()
            if found["index"] and not found["unique"] and (key := tuple(found["columns"])) in keys
        ]


class AddTogether(Operation):
    """Indexes and constraints of a whole room in one operation.

    Django draws a model and all its relations anew after each single one; a room with two hundred of them took half a
    minute to migrate, most of it for that.

    Args:
        indexes, constraints: pairs of a model's name and what it gets, in the order in which they are made.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self,
        indexes: Sequence[tuple[str, models.Index]] = (),
        constraints: Sequence[tuple[str, models.BaseConstraint]] = (),
    ) -> None:
        self.indexes, self.constraints = indexes, constraints

    def state_forwards(self, app_label: str, state: Any) -> None:
        touched = set()
        for option, pairs in (("indexes", self.indexes), ("constraints", self.constraints)):
            for name, added in pairs:
                key = (app_label, name.lower())
                options = state.models[key].options
                options[option] = [*options.get(option, []), added]
                touched.add(key)
        state.reload_models(touched, delay=True)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name, index in self.indexes:
            if model := self._model(name, app_label, schema_editor, to_state):
                schema_editor.add_index(model, index)
        for name, constraint in self.constraints:
            if model := self._model(name, app_label, schema_editor, to_state):
                schema_editor.add_constraint(model, constraint)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name, constraint in reversed(self.constraints):
            if model := self._model(name, app_label, schema_editor, from_state):
                schema_editor.remove_constraint(model, constraint)
        for name, index in reversed(self.indexes):
            if model := self._model(name, app_label, schema_editor, from_state):
                schema_editor.remove_index(model, index)

    def _model(self, name: str, app_label: str, schema_editor: Any, state: Any) -> Any:
        model = state.apps.get_model(app_label, name)
        return model if self.allow_migrate_model(schema_editor.connection.alias, model) else None

    def describe(self) -> str:
        return f"Add {len(self.indexes)} indexes and {len(self.constraints)} constraints together"
