"""Declaring: the models of a comparison, from where they are said to be, and never empty ones.

Against models that declare nothing, all that the database has would be dropped; and mostly they
do so because nobody imported the modules that define the tables.
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
"""Settings and hooks that leave tables out: while models are read, and of what was read."""

OWN = "the names of autodiff's own tables"


def has_models(settings: Settings, options: EnvironmentOptions) -> bool:
    """Whether env.py or the settings say where the models are."""
    return options.target_metadata is not None or bool(_own(settings, options).models)


def metadata_of(
    settings: Settings, options: EnvironmentOptions, dialect: Dialect
) -> tuple[sa.MetaData, ...]:
    """What env.py hands over, else what the setting ``models`` names; each once.

    Raises ModelsUnset, ModelsEmpty, TargetMetadataEmpty, and what importing the models raises.
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
    found = {id(each): each for place in places.values() for each in place}
    return tuple(found.values())


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
    """The settings whose models count: those of one of several databases, where it has any."""
    own = options.settings
    return own if own is not None and own.models else settings


def _may_be_empty(settings: Settings, options: EnvironmentOptions) -> bool:
    own = options.settings or settings
    return settings.allow_empty_models or own.allow_empty_models


def _given(
    settings: Settings, options: EnvironmentOptions, dialect: Dialect
) -> tuple[sa.MetaData, ...]:
    """What env.py hands over: its list may be made by a program, so that a part may be empty."""
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
    """Raises ModelsEmpty where a place declares nothing; two places may share a MetaData."""
    empty = tuple(
        place
        for place, found in places.items()
        if not any(declares(each, dialect) for each in found)
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
    """Raises ModelsLeftOut where the models declare tables and ``compared`` has none of them, by
    those of the settings and hooks ``filters`` that are set.
    """
    names = tuple(name for each in metadatas for name in each.tables)
    if not names or any(isinstance(each, Table) for each in compared.values()):
        return
    if not _may_be_empty(settings, options):
        by = " and ".join(
            each
            for each in filters
            if getattr(settings, each, None) or getattr(options.hooks, each, None)
        )
        raise ModelsLeftOut(names, by or OWN, str(settings.source))
