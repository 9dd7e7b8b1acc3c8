"""The table of all keys of a settings file: name, parser, default and description.

The reader, the check for unknown keys and ``docs/settings.md`` use it. A new key is one entry here
and one field of the same name in ``Settings``.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from autodiff.frozen import frozen
from autodiff.settings import parsers

FAMILY = ".*"


@frozen
class SettingKey:
    """One key. A name that ends in ``.*`` stands for a table whose names are free."""

    name: str
    field: str
    parse: Callable[[object], object]
    default: object
    doc: str

    @property
    def family(self) -> str | None:
        """Return the prefix of a table's names (``sqlalchemy.``); None for a key with one value."""
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
    "The URL of the database. `--url` and the variable AUTODIFF_URL take precedence, in "
    "this order.",
)
URL_ALIAS = "url"

KEYS: tuple[SettingKey, ...] = (
    _same(
        "script_location",
        parsers.text,
        None,
        "The environment, which is the folder of env.py, script.py.mako and versions/: a "
        "path or `package:folder`.",
    ),
    _same(
        "models",
        parsers.models,
        (),
        "The models: `MODULE:NAME` of a declarative base or a MetaData, or a module; "
        "several are allowed.",
    ),
    _same(
        "allow_empty_models",
        parsers.boolean,
        False,
        "Allow models that declare no tables, so that all objects of the database are "
        "dropped. By default that is an error.",
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
        "Folders to put first on `sys.path`, so that the models can be imported.",
    ),
    _same(
        "version_locations",
        parsers.paths,
        (),
        "The folders of the revisions. By default, `versions` in the environment.",
    ),
    _same(
        "recursive_version_locations",
        parsers.boolean,
        False,
        "Read revisions from subfolders too.",
    ),
    _same(
        "path_separator",
        parsers.separator,
        None,
        "The separator of paths in one string: `os`, `space`, `newline`, `comma`, `:` or "
        "`;`. By default, commas and newlines.",
    ),
    _same(
        "file_template",
        parsers.file_template,
        "%(rev)s_%(slug)s",
        "The name of a new revision's file, without `.py`. It may contain `/`.",
    ),
    _same(
        "truncate_slug_length",
        parsers.count,
        40,
        "The maximum length of the slug, which is the message in the file name.",
    ),
    _same(
        "timezone",
        parsers.timezone,
        None,
        "The time zone of the dates in revisions, such as UTC. By default, local time.",
    ),
    _same(
        "output_encoding",
        parsers.encoding,
        "utf-8",
        "The encoding of new revision files.",
    ),
    _same(
        "revision_environment",
        parsers.boolean,
        False,
        "Run env.py for a plain `revision` too.",
    ),
    _same(
        "sourceless", parsers.boolean, False, "Read revisions from `.pyc` files too."
    ),
    _same(
        "version_table",
        parsers.text,
        "autodiff_version",
        "The table that stores the current revisions.",
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
        "The table that records what ran, statement by statement.",
    ),
    _same(
        "transaction_per_revision",
        parsers.boolean,
        True,
        "Run each revision in its own transaction. `false`: one transaction for all.",
    ),
    _same(
        "lock_timeout",
        parsers.seconds,
        60.0,
        "Seconds to wait while another process migrates the same database.",
    ),
    _same(
        "namespaces",
        parsers.texts,
        (),
        "Patterns of namespaces (CREATE SCHEMA) to compare besides the default one and "
        "those that the models use; `*` for all.",
    ),
    _same(
        "include",
        parsers.texts,
        (),
        "Patterns of the names to compare. By default, all.",
    ),
    _same(
        "exclude",
        parsers.texts,
        (),
        "Patterns of the names to ignore, such as `spatial_ref_sys, audit.*`.",
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
        "The names of the sections, one for each database (template multidb).",
    ),
    SettingKey(
        "custom.*",
        "custom",
        parsers.table,
        _NONE,
        "Your own settings, for env.py and your hooks.",
    ),
)
