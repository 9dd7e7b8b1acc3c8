"""The models' metadata: imported from where the settings say."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import sqlalchemy as sa

from autodiff.errors.frames import users_frames
from autodiff.errors.models import ModelsBroken, ModelsMissing, ModelsNothing
from autodiff.errors.nearest import nearest
from autodiff.errors.users_code import users_code

MetadataByPlace = dict[str, tuple[sa.MetaData, ...]]
"""The places as the settings name them (``MODULE:NAME`` or a module), with their MetaData."""


def loaded_metadata(places: Iterable[str]) -> MetadataByPlace:
    """Return the metadata of every ``MODULE:NAME`` (or module) in ``places``; a module may have
    none.

    Raises ModelsMissing, ModelsBroken, ModelsNothing, or CodeEnded.
    """
    metadata: MetadataByPlace = {}
    for place in places:
        with users_code(f"The models {place}", "Nothing was compared or written."):
            metadata[place] = _metadata_at(place)
    return metadata


def _metadata_at(place: str) -> tuple[sa.MetaData, ...]:
    module_name, _, name = place.partition(":")
    module = _imported(module_name, place)
    try:
        if not name:
            return _metadata_in(module)
        metadata = _metadata_of(_attribute(module, name, place))
    except ModelsMissing:
        raise
    except Exception as problem:  # a proxy for an application that does not exist yet
        raise ModelsBroken(place, users_frames(problem)) from problem
    if metadata is None:
        raise ModelsNothing(place, name)
    return (metadata,)


def _metadata_in(module: ModuleType) -> tuple[sa.MetaData, ...]:
    """Return the distinct MetaData that the names of a module lead to."""
    by_id: dict[int, sa.MetaData] = {}
    for value in vars(module).values():
        try:
            metadata = _metadata_of(value)
        except Exception:  # a proxy, as above: what it stands for is no model
            continue
        if metadata is not None:
            by_id[id(metadata)] = metadata
    return tuple(by_id.values())


def _metadata_of(value: Any) -> sa.MetaData | None:
    """Return a MetaData itself, or that of a declarative base, a SQLModel class or a registry."""
    if isinstance(value, sa.MetaData):
        return value
    metadata = getattr(value, "metadata", None)
    return metadata if isinstance(metadata, sa.MetaData) else None


def _attribute(module: ModuleType, name: str, place: str) -> Any:
    value: Any = module
    for part in name.split("."):
        if not hasattr(value, part):
            raise ModelsMissing(
                place, f"{module.__name__} has no {name}", _nearest(name, module)
            )
        value = getattr(value, part)
    return value


def _nearest(name: str, module: ModuleType) -> str:
    close = nearest(name, vars(module), 1)
    return f"Did you mean {close[0]}? " if close else ""


def _imported(name: str, place: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as problem:
        if problem.name is not None and (
            name == problem.name or name.startswith(f"{problem.name}.")
        ):
            raise ModelsMissing(
                place, f"there is no module {problem.name}", ""
            ) from None
        raise ModelsBroken(place, users_frames(problem)) from problem
    except Exception as problem:
        raise ModelsBroken(place, users_frames(problem)) from problem
