"""Each module has its tests: by its own name in the mirrored room, or where this table says."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "autodiff"

TABLE = """
__init__.py: test_wheel.py
api.py: cli/test_readme.py commands/test_declaring.py
cli/__init__.py: cli/test_refused.py
cli/rerun_command.py: cli/test_next_steps.py
cli/arguments.py: cli/test_addresses.py cli/test_refused.py
cli/prompts.py: cli/test_renaming.py
cli/comparing.py: cli/test_golden.py
cli/completing.py: cli/test_completion.py
cli/difference.py: cli/test_golden.py
cli/editing.py: cli/test_more_commands.py
cli/ending.py: cli/test_bad_input.py cli/test_refused.py
cli/findings.py: cli/test_losing.py
cli/generating.py: cli/test_golden.py
cli/group.py: cli/test_refused.py
cli/listing.py: cli/test_golden.py
cli/log.py: cli/test_golden.py
cli/options.py: cli/test_golden.py
cli/pretty.py: cli/test_golden.py
cli/printing.py: cli/test_golden.py
cli/program.py: cli/test_golden.py cli/test_refused.py
cli/renames.py: cli/test_renaming.py
cli/report.py: cli/test_golden.py
cli/reshaping.py: cli/test_golden.py
cli/revision_text.py: cli/test_golden.py
cli/running.py: cli/test_golden.py
cli/session.py: cli/test_next_steps.py
cli/settings.py: cli/test_refused.py
cli/starting.py: cli/test_golden.py
cli/status.py: cli/test_golden.py cli/test_next_steps.py
cli/streams.py: cli/test_bad_input.py cli/test_golden.py
commands/comparing.py: commands/test_models.py commands/test_declaring.py
commands/database.py: execute/test_transactions.py
commands/differences.py: commands/test_declaring.py
commands/fill_trial.py: commands/test_fills.py
commands/filling.py: commands/test_fills.py
commands/dry_run_findings.py: commands/test_losses.py
commands/generating.py: commands/test_templates.py
commands/judging.py: commands/test_declaring.py
commands/listing.py: commands/test_merging.py
commands/offline.py: execute/test_offline.py
commands/places.py: commands/test_users_code.py commands/test_rename_answers.py
commands/project.py: commands/test_users_code.py
commands/proposing.py: commands/test_rename_questions.py
commands/questions.py: commands/test_meaning.py
commands/recording.py: commands/test_squashing.py
commands/remarks.py: commands/test_squashing.py
commands/rename_answers.py: commands/test_rename_questions.py
commands/renaming.py: commands/test_rename_answers.py
commands/running.py: commands/test_templates.py commands/test_squashing.py
commands/starting.py: commands/test_templates.py
commands/verbatim.py: commands/test_squashing.py
commands/verifying.py: commands/test_templates.py
commands/writing.py: commands/test_hooks.py commands/test_merging.py
compare/candidates.py: compare/test_renames.py
compare/column_evidence.py: compare/test_rename_scores.py
compare/compare.py: dialects/postgresql/test_scope.py
compare/evidence.py: compare/test_renames.py
compare/distant_tables.py: commands/test_renames_made.py
compare/label_candidates.py: commands/test_label_questions.py
compare/labels.py: commands/test_label_questions.py
compare/name_similarity.py: compare/test_rename_scores.py
compare/rename_order.py: commands/test_renames_made.py
compare/without_name.py: dialects/sqlite/test_reader.py
compare/numeric_defaults.py: dialects/sqlite/test_reader.py
compare/refused_renames.py: commands/test_rename_answers.py
compare/typed_names.py: commands/test_obstacles.py
compare/remaining_candidates.py: commands/test_obstacles.py
compare/synonyms.py: compare/test_renames.py compare/test_rename_scores.py
compare/table_evidence.py: compare/test_rename_scores.py
compare/type_families.py: compare/test_renames.py
compare/overrides.py: hooks/test_columns.py
connect/database.py: execute/test_transactions.py execute/test_lost.py
connect/event_loop.py: execute/test_together.py
context.py: hooks/test_errors.py execute/test_transactions.py
core/clause.py: core/test_schema.py
core/code.py: operations/test_type_code.py
core/describe.py: core/test_rename.py
core/dialect.py: core/test_sameness.py dialects/test_recast.py
core/execute.py: lint/test_judge.py
core/fold.py: core/test_order.py
core/grouping.py: commands/test_label_questions.py
core/key.py: core/test_order.py
core/need.py: core/test_order.py
core/object.py: core/test_schema.py dialects/test_twins.py
core/operation.py: core/test_diff.py core/test_rename.py
core/own_operation.py: extending/test_operation.py
core/printer.py: operations/test_printed.py
core/question.py: compare/test_spelling.py
core/queue.py: core/test_order.py
core/recast.py: dialects/test_recast.py
core/replay.py: core/test_diff.py core/test_rename.py
core/scope.py: dialects/postgresql/test_scope.py
core/state.py: core/test_knowledge.py
core/statement.py: dialects/postgresql/test_names.py
declared/unsupported_models.py: kinds/test_declared.py dialects/test_inspector.py
declared/info.py: commands/test_rename_answers.py
declared/metadata.py: commands/test_declaring.py
declared/models.py: kinds/test_declared.py
dialects/optional_query.py: dialects/test_answer_within.py
dialects/casing.py: dialects/sqlite/test_reader.py
dialects/mssql/__init__.py: differential/test_operation_sql.py
dialects/mssql/catalog.py: differential/test_operation_sql.py
dialects/mssql/ddl_column.py: differential/test_operation_sql.py
dialects/mssql/ddl_constraint.py: differential/test_operation_sql.py
dialects/mssql/ddl_table.py: differential/test_operation_sql.py
dialects/mssql/dialect.py: differential/test_operation_sql.py
dialects/mssql/types.py: differential/test_operation_sql.py
dialects/mysql/__init__.py: dialects/test_rooms.py
dialects/mysql/automatic_names.py: dialects/mysql/test_journeys.py
dialects/mysql/ddl_column.py: dialects/mysql/test_restating.py dialects/mysql/test_journeys.py
dialects/mysql/ddl_constraint.py: dialects/mysql/test_journeys.py
dialects/mysql/ddl_sequence.py: dialects/mysql/test_journeys.py
dialects/mysql/ddl_table.py: dialects/mysql/test_journeys.py
dialects/mysql/dialect.py: dialects/mysql/test_journeys.py
dialects/mysql/key_indexes.py: dialects/mysql/test_journeys.py
dialects/mysql/literals.py: dialects/mysql/test_normal_forms.py
dialects/mysql/lock.py: execute/test_together.py
dialects/mysql/merge.py: dialects/mysql/test_journeys.py commands/test_meaning.py
dialects/mysql/normalize.py: dialects/mysql/test_journeys.py
dialects/mysql/read_columns.py: dialects/mysql/test_journeys.py
dialects/mysql/read_constraints.py: dialects/mysql/test_journeys.py
dialects/mysql/read_indexes.py: dialects/mysql/test_journeys.py
dialects/mysql/reader.py: dialects/mysql/test_journeys.py
dialects/mysql/scratch.py: commands/test_meaning.py
dialects/mysql/server.py: dialects/mysql/test_journeys.py
dialects/mysql/show_create.py: dialects/mysql/test_spell.py
dialects/mysql/type_objects.py: dialects/mysql/test_journeys.py dialects/test_recast.py
dialects/mysql/types.py: dialects/mysql/test_normal_forms.py
dialects/mysql/values.py: dialects/test_recast.py commands/test_obstacles.py
dialects/oracle/__init__.py: differential/test_operation_sql.py
dialects/oracle/ddl_column.py: differential/test_operation_sql.py
dialects/oracle/ddl_constraint.py: differential/test_operation_sql.py
dialects/oracle/ddl_table.py: differential/test_operation_sql.py
dialects/oracle/dialect.py: differential/test_operation_sql.py
dialects/packages.py: extending/test_dialect.py
dialects/polling.py: execute/test_together.py
dialects/postgresql/__init__.py: dialects/test_rooms.py
dialects/postgresql/casts.py: dialects/postgresql/test_changes.py
dialects/postgresql/catalog.py: dialects/postgresql/test_scope.py
dialects/postgresql/ddl_column.py: dialects/postgresql/test_changes.py
dialects/postgresql/ddl_constraint.py: dialects/postgresql/test_changes.py
dialects/postgresql/ddl_enum.py: dialects/postgresql/test_changes.py
dialects/postgresql/ddl_sequence.py: dialects/postgresql/test_changes.py
dialects/postgresql/ddl_table.py: dialects/postgresql/test_changes.py
dialects/postgresql/dependents.py: dialects/postgresql/test_changes.py
dialects/postgresql/dialect.py: dialects/postgresql/test_changes.py
dialects/postgresql/expressions.py: dialects/postgresql/test_changes.py
dialects/postgresql/lock.py: execute/test_together.py
dialects/postgresql/merge.py: dialects/postgresql/test_names.py
dialects/postgresql/normalize.py: dialects/postgresql/test_changes.py
dialects/postgresql/options.py: dialects/postgresql/test_changes.py
dialects/postgresql/read_columns.py: dialects/postgresql/test_changes.py
dialects/postgresql/read_constraints.py: dialects/postgresql/test_changes.py
dialects/postgresql/read_indexes.py: dialects/postgresql/test_spell.py
dialects/postgresql/read_types.py: dialects/postgresql/test_scope.py
dialects/postgresql/reader.py: dialects/postgresql/test_scope.py
dialects/postgresql/scratch.py: commands/test_meaning.py
dialects/postgresql/session.py: dialects/postgresql/test_spell.py
dialects/postgresql/stand_ins.py: dialects/postgresql/test_spell.py
dialects/postgresql/values.py: dialects/test_recast.py commands/test_obstacles.py
dialects/registry.py: dialects/test_inspector.py
dialects/scratch_name.py: commands/test_meaning.py
dialects/sqlite/__init__.py: dialects/test_rooms.py
dialects/sqlite/catalog.py: dialects/sqlite/test_rebuild.py
dialects/sqlite/ddl_column.py: dialects/sqlite/test_journeys.py
dialects/sqlite/ddl_constraint.py: dialects/sqlite/test_offline.py dialects/sqlite/test_journeys.py
dialects/sqlite/ddl_table.py: dialects/sqlite/test_journeys.py
dialects/sqlite/dialect.py: dialects/sqlite/test_reader.py
dialects/sqlite/index_text.py: dialects/sqlite/test_table_text.py
dialects/sqlite/lock.py: execute/test_together.py
dialects/sqlite/merge.py: dialects/sqlite/test_rebuild.py
dialects/sqlite/normalize.py: dialects/sqlite/test_offline.py
dialects/sqlite/read_columns.py: dialects/sqlite/test_table_text.py
dialects/sqlite/read_constraints.py: dialects/sqlite/test_reader.py
dialects/sqlite/read_indexes.py: dialects/sqlite/test_rebuild.py
dialects/sqlite/rules.py: dialects/sqlite/test_table_text.py
dialects/sqlite/scratch.py: commands/test_meaning.py
dialects/sqlite/stored.py: dialects/sqlite/test_offline.py
dialects/sqlite/types.py: dialects/sqlite/test_expressions.py
dialects/sqlite/values.py: commands/test_obstacles.py
dialects/standard.py: dialects/test_inspector.py dialects/test_recast.py
dialects/identity.py: commands/test_fills.py
environment.py: execute/test_ending.py
errors/__init__.py: cli/test_advice.py
errors/addresses.py: revisions/test_resolve.py
errors/command_line.py: cli/test_advice.py
errors/database.py: cli/test_refused.py execute/test_lost.py
errors/declaring.py: commands/test_declaring.py
errors/frames.py: cli/test_bad_input.py commands/test_users_code.py
errors/meaning.py: commands/test_rename_questions.py commands/test_meaning.py
errors/models.py: hooks/test_errors.py
errors/mysql.py: dialects/mysql/test_restating.py
errors/nearest.py: settings/test_loading.py cli/test_refused.py
errors/operations.py: operations/test_op.py
errors/packages.py: extending/test_dialect.py
errors/postgresql.py: cli/test_advice.py
errors/running.py: execute/test_failing.py
errors/scripts.py: revisions/test_reading.py
errors/settings.py: settings/test_loading.py
errors/sqlite.py: dialects/sqlite/test_rebuild.py
errors/starting.py: commands/test_templates.py
errors/tree.py: cli/test_advice.py
errors/users_code.py: execute/test_ending.py
errors/writing.py: commands/test_squashing.py commands/test_rebasing.py
execute/direct_statements.py: execute/test_failing.py
execute/condense.py: commands/test_squashing.py
execute/current.py: execute/test_together.py
execute/unknown_outcome.py: execute/test_undo.py execute/test_failing.py
execute/edited_script.py: execute/test_standing.py
execute/guard.py: execute/test_transactions.py
execute/item.py: operations/test_op.py
execute/journal.py: execute/test_stamp.py
execute/missing_values.py: commands/test_fills.py
execute/live.py: execute/test_undo.py
execute/online.py: execute/test_failing.py
execute/resume.py: execute/test_failing.py
execute/position.py: execute/test_failing.py
execute/printing.py: execute/test_offline.py
execute/progress.py: execute/test_transactions.py
execute/record.py: operations/test_op.py execute/test_ending.py
execute/remaining.py: execute/test_undo.py
execute/runner.py: execute/test_stamp.py
execute/script.py: execute/test_failing.py
execute/statements.py: execute/test_offline.py
execute/step.py: execute/test_stamp.py
execute/style.py: execute/test_ending.py
execute/scratch_run.py: commands/test_templates.py
execute/version_table.py: execute/test_failing.py
extending.py: extending/test_dialect.py extending/test_kind.py
hooks/__init__.py: hooks/test_revising.py
hooks/ask.py: hooks/test_errors.py
hooks/choices.py: hooks/test_include.py
hooks/configured.py: hooks/test_include.py
hooks/keywords.py: hooks/test_errors.py
hooks/names.py: hooks/test_columns.py
hooks/objects.py: hooks/test_include.py
hooks/printing.py: hooks/test_render_item.py
hooks/proposal.py: hooks/test_revising.py
hooks/rewriter.py: hooks/test_revising.py
hooks/situation.py: hooks/test_columns.py
kinds/__init__.py: test_layers.py operations/test_zoo.py
kinds/bare_type.py: dialects/postgresql/test_changes.py
kinds/check.py: kinds/test_standard_ddl.py kinds/test_declared.py
kinds/column.py: kinds/test_standard_ddl.py kinds/test_declared.py
kinds/constraint.py: kinds/test_standard_ddl.py dialects/test_twins.py
kinds/convention.py: operations/test_op.py
kinds/counting.py: kinds/test_standard_ddl.py kinds/test_declared.py
kinds/deferral.py: kinds/test_standard_ddl.py kinds/test_declared.py
kinds/enum.py: kinds/test_standard_ddl.py dialects/postgresql/test_changes.py
kinds/exclude.py: kinds/test_standard_ddl.py operations/test_printed.py
kinds/foreign_key.py: kinds/test_standard_ddl.py kinds/test_declared.py
kinds/index.py: kinds/test_standard_ddl.py kinds/test_declared.py
kinds/index_declared.py: kinds/test_declared.py
kinds/namespace.py: kinds/test_standard_ddl.py kinds/test_declared.py
kinds/naming.py: kinds/test_declared.py
kinds/needed_value.py: commands/test_fills.py
kinds/options.py: dialects/postgresql/test_changes.py
kinds/keys.py: core/test_rename.py
kinds/primary_key.py: kinds/test_standard_ddl.py kinds/test_declared.py
kinds/recasting.py: dialects/test_recast.py
kinds/schema_argument.py: operations/test_zoo.py
kinds/sequence.py: kinds/test_standard_ddl.py kinds/test_declared.py
kinds/some_constraint.py: operations/test_op.py
kinds/table.py: kinds/test_standard_ddl.py kinds/test_declared.py
kinds/type_code.py: operations/test_type_code.py
kinds/unique.py: kinds/test_standard_ddl.py kinds/test_declared.py
kinds/values.py: dialects/test_recast.py commands/test_obstacles.py
lint/queries.py: commands/test_losses.py
lint/change.py: commands/test_obstacles.py
lint/finding.py: lint/test_rules.py
lint/value_presence.py: commands/test_label_questions.py commands/test_obstacles.py
lint/lossy_casts.py: commands/test_obstacles.py
lint/value_advice.py: commands/test_fills.py
lint/origins.py: lint/test_judge.py
lint/row_count.py: commands/test_losses.py
lint/rows_before.py: commands/test_obstacles.py
lint/rule.py: lint/test_rules.py
lint/rules/__init__.py: lint/test_rules.py
lint/rules/check_on_existing.py: commands/test_label_questions.py
lint/rules/column_required.py: commands/test_fills.py
lint/rules/drop_column.py: lint/test_judge.py
lint/rules/drop_table.py: lint/test_judge.py
lint/rules/enum_value_removed.py: commands/test_label_questions.py
lint/rules/fk_on_existing.py: commands/test_obstacles.py
lint/rules/fk_parent_key.py: dialects/mysql/test_journeys.py
lint/rules/lossy_downgrade.py: lint/test_judge.py
lint/rules/narrowing_cast.py: commands/test_losses.py
lint/rules/nullable_to_required.py: commands/test_fills.py
lint/rules/unique_on_existing.py: commands/test_fills.py
lint/rules/unrestorable_constraint.py: commands/test_obstacles.py
lint/unique_columns.py: lint/test_rules.py
op.py: operations/test_op.py operations/test_signatures.py
operations/altering.py: operations/test_zoo.py
operations/batch.py: operations/test_op.py operations/test_known_faults.py
operations/bind.py: operations/test_op.py commands/test_merging.py
operations/columns.py: operations/test_zoo.py
operations/constraints.py: operations/test_op.py operations/test_known_faults.py
operations/data.py: operations/test_op.py
operations/gathering.py: operations/test_op.py operations/test_known_faults.py
operations/handover.py: operations/test_known_faults.py
operations/indexes.py: operations/test_zoo.py
operations/keywords.py: operations/test_op.py operations/test_zoo.py
operations/named_constraints.py: operations/test_zoo.py operations/test_op.py
operations/own.py: operations/test_op.py
operations/tables.py: operations/test_zoo.py
operations/types.py: operations/test_zoo.py operations/test_known_faults.py
resources.py: test_wheel.py
revisions/address.py: revisions/test_resolve.py
revisions/body.py: revisions/test_formatting.py
revisions/cache.py: revisions/test_files.py
revisions/current.py: revisions/test_squash.py
revisions/filling.py: commands/test_meaning.py
revisions/header.py: revisions/test_reading.py
revisions/header_text.py: commands/test_rebasing.py
revisions/keeping.py: revisions/test_files.py
revisions/layout_trial.py: revisions/test_layout.py
revisions/literals.py: revisions/test_reading.py
revisions/new_file.py: hooks/test_errors.py commands/test_templates.py
revisions/next_steps.py: cli/test_next_steps.py
revisions/order.py: revisions/test_graph.py
revisions/printer.py: revisions/test_formatting.py operations/test_zoo.py
revisions/version_rows.py: revisions/test_path.py
revisions/sourceless.py: commands/test_sourceless.py
revisions/standing_report.py: cli/test_golden.py
revisions/template.py: revisions/test_formatting.py
revisions/walk.py: revisions/test_path.py
settings/__init__.py: settings/test_keys.py
settings/document.py: settings/test_loading.py
settings/parsers.py: settings/test_keys.py
settings/search.py: settings/test_loading.py
settings/values.py: settings/test_loading.py
types.py: dialects/postgresql/test_types.py
write_hooks.py: commands/test_hooks.py
"""
"""A module of ``autodiff/``, and the files of ``tests/`` that cover most of it. Several modules that
are only ever used together (the readers of a database, the parts of a command) share one.
"""

TESTED_BY = {
    module: tuple(paths.split())
    for module, _, paths in (line.partition(": ") for line in TABLE.strip().split("\n"))
}


def modules() -> list[str]:
    """Return the modules that have code: more than a docstring."""
    files = sorted(PACKAGE.rglob("*.py"))
    return [file.relative_to(PACKAGE).as_posix() for file in files if _has_code(file)]


def _has_code(file: Path) -> bool:
    """Tell whether a file says more than its docstring."""
    body = ast.parse(file.read_text("utf-8")).body
    return bool(body[1:] if body and _is_docstring(body[0]) else body)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def of_the_same_name(module: str) -> Path:
    """Return where a module has its tests if nothing else is said."""
    path = Path(module)
    return TESTS / path.with_name(f"test_{path.name}")


def test_each_module_has_its_tests() -> None:
    assert [
        module
        for module in modules()
        if module not in TESTED_BY and not of_the_same_name(module).exists()
    ] == []


def test_no_row_is_for_a_module_with_tests_of_its_own_name() -> None:
    assert [each for each in TESTED_BY if of_the_same_name(each).exists()] == []


def test_each_row_is_for_a_module_with_code() -> None:
    assert sorted(TESTED_BY.keys() - modules()) == []


def test_each_row_names_tests_that_are_there() -> None:
    assert [
        f"{module}: {path}"
        for module, paths in TESTED_BY.items()
        for path in paths or ("none",)
        if not (Path(path).name.startswith("test_") and (TESTS / path).is_file())
    ] == []


def test_each_module_has_one_row_in_the_order_of_the_tree() -> None:
    rows = [line.partition(": ")[0] for line in TABLE.strip().split("\n")]
    assert rows == sorted(TESTED_BY)
