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
    "-v", "--verbose", is_flag=True, help="All that is known of each."
)
RENAME = click.option(
    "--rename",
    "renames",
    multiple=True,
    type=rename,
    metavar="OLD:NEW",
    help="What is renamed, not dropped and created: users.mail:users.email.",
)
NO_RENAME = click.option(
    "--no-rename",
    "no_renames",
    multiple=True,
    is_flag=False,
    flag_value=EVERYTHING,
    type=words,
    metavar="[OLD]",
    help="What is dropped and was not renamed: users.mail; without a name, all of it.",
)
FILL = click.option(
    "--fill",
    "fills",
    multiple=True,
    type=pair("COLUMN=VALUE", "="),
    metavar="COLUMN=VALUE",
    help="What rows get in a column that must hold something: users.age=0.",
)
NO_ROWS = click.option(
    "--no-rows",
    is_flag=True,
    help="Look at no rows: count none, and look for none that are in the way.",
)
