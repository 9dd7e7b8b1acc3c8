"""The models of a comparison, which must declare something.

Compared with models that declare nothing, all objects of the database would be dropped; mostly the
reason is that nobody imported the modules that define the tables.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.declared.metadata import MetadataByPlace, loaded_metadata
from autodiff.declared.models import declared_schema, declares
from autodiff.declared.unimported_modules import unimported_modules
from autodiff.environment import EnvironmentOptions, python_path
from autodiff.errors.declaring import ModelsEmpty, ModelsLeftOut, TargetMetadataEmpty
from autodiff.errors.models import ModelImpossible, ModelsUnset
from autodiff.execute.step import LOG
from autodiff.kinds.table import Table
from autodiff.lint.judge import judged_schema
from autodiff.settings import Settings

BY_NAME = ("include", "exclude", "include_name")
BY_HOOK = ("include_name", "include_object")
"""Settings and hooks that leave tables out: while the models are read, and afterwards."""

OWN = "the names of autodiff's own tables"


def has_models(settings: Settings, options: EnvironmentOptions) -> bool:
    """Whether env.py or the settings say where the models are."""
    return options.target_metadata is not None or bool(_own(settings, options).models)


def metadata_of(
    settings: Settings, options: EnvironmentOptions, dialect: Dialect
) -> tuple[sa.MetaData, ...]:
    """Return the MetaData that env.py gives, else those that the setting ``models`` names; each
    once.

    Raises ModelsUnset, ModelsEmpty, TargetMetadataEmpty, and whatever importing the models raises.
    """
    if options.target_metadata is not None:
        return _given(settings, options, dialect)
    own = _own(settings, options)
    if not own.models:
        raise ModelsUnset(str(own.source))
    with python_path(own):
        places = loaded_metadata(own.models)
    if not _may_be_empty(settings, options):
        _check(places, own, dialect)
    once = {id(each): each for place in places.values() for each in place}
    return tuple(once.values())


def creatable_schema(
    metadatas: Sequence[sa.MetaData], dialect: Dialect, scope: Scope | None = None
) -> Schema:
    """Return what ``metadatas`` declare; raises ModelImpossible for what the database would not
    create.
    """
    schema = declared_schema(metadatas, dialect, scope)
    for finding in judged_schema(schema, dialect):
        value = finding.operation.object
        name = getattr(value, "name", None)
        words = filter(None, (value.title, name, "of table", value.key.table))
        raise ModelImpossible(" ".join(words), finding.reason, finding.advice)
    return schema


def _own(settings: Settings, options: EnvironmentOptions) -> Settings:
    """Return the settings whose models count: those of one of several databases, where it names
    models.
    """
    own = options.settings
    return own if own is not None and own.models else settings


def _may_be_empty(settings: Settings, options: EnvironmentOptions) -> bool:
    own = options.settings or settings
    return settings.allow_empty_models or own.allow_empty_models


def _given(
    settings: Settings, options: EnvironmentOptions, dialect: Dialect
) -> tuple[sa.MetaData, ...]:
    """Return what env.py gives. A program may have made its list, so that some of it may be empty;
    raises TargetMetadataEmpty where all is.
    """
    given = tuple(options.target_metadata or ())
    if _may_be_empty(settings, options):
        return given
    empty = [number for number, x in enumerate(given, 1) if not declares(x, dialect)]
    if len(empty) == len(given):
        env = settings.directory / "env.py"
        raise TargetMetadataEmpty(str(env), str(settings.source))
    for number in empty:
        LOG.warning(
            "target_metadata, number %s of %s, declares no tables.", number, len(given)
        )
    return given


def _check(places: MetadataByPlace, own: Settings, dialect: Dialect) -> None:
    """Raise ModelsEmpty where a place declares nothing; two places may share a MetaData."""
    empty = tuple(
        place
        for place, metadatas in places.items()
        if not any(declares(each, dialect) for each in metadatas)
    )
    if empty:
        others = tuple(each for each in places if each not in empty)
        modules = dict.fromkeys(x for each in empty for x in unimported_modules(each))
        raise ModelsEmpty(empty, others, tuple(modules), str(own.source), own.section)


def check_not_left_out(
    settings: Settings,
    options: EnvironmentOptions,
    metadatas: Sequence[sa.MetaData],
    compared: Schema,
    filters: Sequence[str],
) -> None:
    """Raise ModelsLeftOut where the models declare tables and ``compared`` has none. ``filters``
    are the names of the settings and hooks that may have left them out; the error names those that
    are set.
    """
    names = tuple(name for each in metadatas for name in each.tables)
    if not names or any(isinstance(each, Table) for each in compared.values()):
        return
    if not _may_be_empty(settings, options):
        by = " and ".join(
            name
            for name in filters
            if getattr(settings, name, None) or getattr(options.hooks, name, None)
        )
        raise ModelsLeftOut(names, by or OWN, str(settings.source))
