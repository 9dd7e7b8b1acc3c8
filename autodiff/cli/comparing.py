"""``check`` and ``diff``."""

from __future__ import annotations

import sys
from typing import Any

import click

from autodiff.cli.report import print_json
from autodiff.cli.session import Session
from autodiff.cli.settings import settings_of


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def check(session: Session, as_json: bool) -> None:
    """Exit with 1 where models and database differ, and say how.

    Example: autodiff check
    """
    from autodiff.commands.comparing import differences
    from autodiff.core.describe import describe

    found = differences(settings_of(session), _wishes(session))
    if as_json:
        print_json([describe(each) for each in found])
    elif found:
        click.echo(f"The database differs from the models in {len(found)} ways:")
        for each in found:
            click.echo(f"  {describe(each)}")
    else:
        click.echo("The database is as the models say.")
    sys.exit(1 if found else 0)


@click.command()
@click.option("--sql", "as_sql", is_flag=True, help="As the SQL that would be sent.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def diff(session: Session, as_sql: bool, as_json: bool) -> None:
    """Show how models and database differ; write nothing. Exits with 1 where they do.

    Example: autodiff diff --sql
    """
    from autodiff.commands.comparing import statements

    found = statements(settings_of(session), _wishes(session))
    if as_json:
        print_json([_operation_json(operation, sql) for operation, sql in found])
    else:
        for operation, sql in found:
            _print_operation(operation, sql, as_sql)
        if not found:
            click.echo("No difference.", err=True)
    sys.exit(1 if found else 0)


def _print_operation(operation: Any, sql: Any, as_sql: bool) -> None:
    from autodiff.core.describe import describe

    if not as_sql:
        click.echo(describe(operation))
        return
    click.echo(f"-- {describe(operation)}")
    for statement in sql:
        click.echo(f"{statement.sql};")


def _operation_json(operation: Any, sql: Any) -> dict[str, Any]:
    from autodiff.core.describe import describe

    key = operation.object.key
    return {
        "operation": type(operation).__name__.lower(),
        "kind": key.kind,
        "namespace": key.namespace or None,
        "table": key.table or None,
        "name": key.name,
        "description": describe(operation),
        "sql": [statement.sql for statement in sql],
    }


def _wishes(session: Session) -> Any:
    from autodiff.commands.database import Wishes

    return Wishes(session.x_arguments)
