"""Declaring: models that are there and declare nothing that is compared."""

from __future__ import annotations

from collections.abc import Sequence

from autodiff.errors.tree import WrongUsage, few

NOTHING = (
    "Nothing was compared or written: against no tables, all that the database has would "
    "be dropped."
)
NONE_LEFT = "If there are none any more, set allow_empty_models = true in {file}."


class ModelsEmpty(WrongUsage):
    """Places of the setting ``models`` that declare nothing.

    ``others`` are the places that do; ``modules`` seem to define tables and were not imported.
    """

    places: tuple[str, ...]
    others: tuple[str, ...]
    modules: tuple[str, ...]
    path: str
    section: str

    happened = "{names} {declare} no tables."
    now = f"Name the module that defines them. {NOTHING}"
    advice = "{naming}{way_out}"

    def facts(self) -> dict[str, object]:
        names = " and ".join(self.places)
        file = self.path
        if self.section != "autodiff":
            file += f", section {self.section}"
        way_out = (
            f"If nothing is left there, take {names} out of models."
            if self.others
            else NONE_LEFT.format(file=file)
        )
        return {
            "names": names,
            "declare": "declares" if len(self.places) == 1 else "declare",
            "naming": self._naming(file),
            "way_out": way_out,
        }

    def _naming(self, file: str) -> str:
        if not self.modules:
            example = self._setting(("shop.users", "shop.orders"))
            return f"Write it into {file}; several are allowed, such as {example}. "
        line = self._setting((*self.others, *self.modules))
        return (
            f"These seem to define tables and were not imported: {few(self.modules)}. "
            f"Write all that do into {file}:\n\n    {line}\n\n"
        )

    def _setting(self, places: Sequence[str]) -> str:
        value = ", ".join(places)
        return (
            f'models = "{value}"'
            if self.path.endswith(".toml")
            else f"models = {value}"
        )


class TargetMetadataEmpty(WrongUsage):
    """What env.py hands over declares nothing."""

    env: str
    file: str

    happened = "The target_metadata of {env} declares no tables."
    now = f"Name the module that defines them. {NOTHING}"
    advice = f"Import it in env.py, before context.run(). {NONE_LEFT}"


class ModelsLeftOut(WrongUsage):
    """Tables are declared, and what is to be compared leaves all of them out."""

    tables: tuple[str, ...]
    by: str
    file: str

    happened = (
        "The models declare tables ({names}), and all of them are left out by {by}."
    )
    now = NOTHING
    advice = (
        "Correct {by}. If nothing of the models shall be compared, set "
        "allow_empty_models = true in {file}."
    )

    def facts(self) -> dict[str, object]:
        return {**vars(self), "names": few(self.tables)}
