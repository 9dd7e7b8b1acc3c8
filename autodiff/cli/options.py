"""Options that several commands have."""

from __future__ import annotations

import click

from autodiff.cli.arguments import EVERYTHING, pair, rename, words

JSON = click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
MESSAGE = click.option(
    "-m",
    "--message",
    required=True,
    type=words,
    metavar="TEXT",
    help="What the revision is about.",
)
VERBOSE = click.option(
    "-v", "--verbose", is_flag=True, help="Show all facts of each revision."
)
RENAME = click.option(
    "--rename",
    "renames",
    multiple=True,
    type=rename,
    metavar="OLD:NEW",
    help="A rename, not a drop and a create: users.mail:users.email.",
)
NO_RENAME = click.option(
    "--no-rename",
    "no_renames",
    multiple=True,
    is_flag=False,
    flag_value=EVERYTHING,
    type=words,
    metavar="[OLD]",
    help="A drop that is no rename: users.mail; without a name, all drops.",
)
FILL = click.option(
    "--fill",
    "fills",
    multiple=True,
    type=pair("COLUMN=VALUE", "="),
    metavar="COLUMN=VALUE",
    help="The value that rows get in a NOT NULL column: users.age=0.",
)
NO_ROWS = click.option(
    "--no-rows",
    is_flag=True,
    help="Read no rows: do not count them, nor find those that block a change.",
)
