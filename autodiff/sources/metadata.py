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


def loaded_metadata(places: Iterable[str]) -> tuple[sa.MetaData, ...]:
    """The metadata that each ``MODULE:NAME`` (or module) of ``places`` has, each once.

    Raises ModelsMissing, ModelsBroken or ModelsNothing.
    """
    found: dict[int, sa.MetaData] = {}
    for place in places:
        with users_code(f"The models {place}", "Nothing was compared or written."):
            at_place = _metadata_at(place)
        for metadata in at_place:
            found[id(metadata)] = metadata
    return tuple(found.values())


def _metadata_at(place: str) -> list[sa.MetaData]:
    module_name, _, name = place.partition(":")
    module = _imported(module_name, place)
    if not name:
        found = [each for each in map(_metadata_of, vars(module).values()) if each]
        if not found:
            raise ModelsNothing(place, module_name)
        return found
    metadata = _metadata_of(_attribute(module, name, place))
    if metadata is None:
        raise ModelsNothing(place, name)
    return [metadata]


def _metadata_of(value: Any) -> sa.MetaData | None:
    """A MetaData itself, or that of a declarative base, a SQLModel class, a registry."""
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
