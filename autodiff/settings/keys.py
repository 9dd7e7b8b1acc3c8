"""Every key that a settings file may hold: name, parser, default and what it is for, one table.

Reading, the check for unknown keys and ``docs/settings.md`` all come from here. A new key is
one line here and one field of the same name in ``Settings``.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from autodiff.frozen import frozen
from autodiff.settings import parsers

FAMILY = ".*"


@frozen
class SettingKey:
    """One key; a name that ends in ``.*`` stands for a table of free names."""

    name: str
    field: str
    parse: Callable[[object], object]
    default: object
    doc: str

    @property
    def family(self) -> str | None:
        """``sqlalchemy.`` for ``sqlalchemy.*``; None for a key with one value."""
        return self.name.removesuffix("*") if self.name.endswith(FAMILY) else None


def _same(
    name: str, parse: Callable[[object], object], default: object, doc: str
) -> SettingKey:
    return SettingKey(name, name, parse, default, doc)


_NONE: MappingProxyType[str, object] = MappingProxyType({})

URL = SettingKey(
    "sqlalchemy.url",
    "url",
    parsers.text,
    None,
    "The database. `--url` and the variable AUTODIFF_URL go before it.",
)
URL_ALIAS = "url"

KEYS: tuple[SettingKey, ...] = (
    _same(
        "script_location",
        parsers.text,
        None,
        "The environment: the folder of env.py, script.py.mako and versions/; a path "
        "or `package:folder`.",
    ),
    _same(
        "models",
        parsers.models,
        (),
        "Where the declared schema is: `MODULE:NAME` of a declarative base or a "
        "MetaData, or a module; several allowed.",
    ),
    _same(
        "allow_empty_models",
        parsers.boolean,
        False,
        "Compare even where the models declare no tables, which drops all that the "
        "database has; else that is an error.",
    ),
    URL,
    SettingKey(
        "sqlalchemy.*",
        "engine_options",
        parsers.options,
        _NONE,
        "Any other option of `sqlalchemy.create_engine`, such as "
        "`sqlalchemy.pool_pre_ping = true` or "
        "`sqlalchemy.connect_args.connect_timeout = 5`.",
    ),
    _same(
        "prepend_sys_path",
        parsers.paths,
        (".",),
        "Folders put first on Python's path, so that the models can be imported.",
    ),
    _same(
        "version_locations",
        parsers.paths,
        (),
        "Folders of revisions; unset, `versions` in the environment.",
    ),
    _same(
        "recursive_version_locations",
        parsers.boolean,
        False,
        "Look for revisions in sub-folders too.",
    ),
    _same(
        "path_separator",
        parsers.separator,
        None,
        "What stands between paths given as one text: `os`, `space`, `newline`, "
        "`comma`, `:` or `;`; unset, commas and new lines.",
    ),
    _same(
        "file_template",
        parsers.file_template,
        "%(rev)s_%(slug)s",
        "The name of a new revision's file, without `.py`; may hold `/`.",
    ),
    _same(
        "truncate_slug_length",
        parsers.count,
        40,
        "The longest slug that a message becomes in a file name.",
    ),
    _same(
        "timezone",
        parsers.timezone,
        None,
        "The time zone of dates in revisions, such as UTC; unset, local time.",
    ),
    _same(
        "output_encoding",
        parsers.encoding,
        "utf-8",
        "The encoding of the files that are written.",
    ),
    _same(
        "revision_environment",
        parsers.boolean,
        False,
        "Run env.py for a plain `revision` too.",
    ),
    _same("sourceless", parsers.boolean, False, "Take .pyc files as revisions too."),
    _same(
        "version_table",
        parsers.text,
        "autodiff_version",
        "The table that holds the current revisions.",
    ),
    _same(
        "version_table_schema",
        parsers.text,
        None,
        "The namespace (CREATE SCHEMA) of the version table and the journal.",
    ),
    _same(
        "journal_table",
        parsers.text,
        "autodiff_journal",
        "The table that tells what ran, down to the statement.",
    ),
    _same(
        "transaction_per_revision",
        parsers.boolean,
        True,
        "A transaction for each revision; false: one for the whole run.",
    ),
    _same(
        "lock_timeout",
        parsers.seconds,
        60.0,
        "Seconds to wait while another migrator works on the same database.",
    ),
    _same(
        "namespaces",
        parsers.texts,
        (),
        "Patterns of the namespaces (CREATE SCHEMA) to compare besides the default "
        "one and those that the models name; `*` for all.",
    ),
    _same(
        "include",
        parsers.texts,
        (),
        "Patterns of the names to compare; unset, all.",
    ),
    _same(
        "exclude",
        parsers.texts,
        (),
        "Patterns of the names to leave alone, such as `spatial_ref_sys, audit.*`.",
    ),
    _same("compare_type", parsers.boolean, True, "Compare the types of columns."),
    _same(
        "compare_server_default",
        parsers.boolean,
        True,
        "Compare the server defaults of columns.",
    ),
    _same(
        "databases",
        parsers.texts,
        (),
        "Names of the sections that each describe one database (template multidb).",
    ),
    SettingKey(
        "custom.*",
        "custom",
        parsers.table,
        _NONE,
        "Your own: whatever env.py or a hook of yours wants to read.",
    ),
)
