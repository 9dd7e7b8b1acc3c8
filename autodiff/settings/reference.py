"""The reference page of the settings, ``docs/settings.md``, made from the table of keys.

Run as ``python -m autodiff.settings.reference > docs/settings.md``.
"""

from __future__ import annotations

from autodiff.settings.keys import KEYS, SettingKey

_HEAD = """\
# Settings

<!-- Made by: python -m autodiff.settings.reference > docs/settings.md -->

`autodiff.ini`, section `[autodiff]`, or `pyproject.toml`, table `[tool.autodiff]`: the same keys in
both. `models` and `sqlalchemy.url` are enough to start with.

```ini
[autodiff]
script_location = migrations
models = shop.models:Base
sqlalchemy.url = postgresql://shop:${SHOP_PASSWORD}@localhost/shop
exclude = spatial_ref_sys, audit.*
```

```toml
[tool.autodiff]
script_location = "migrations"
models = "shop.models:Base"
sqlalchemy.url = "postgresql://shop:${SHOP_PASSWORD}@localhost/shop"
exclude = ["spatial_ref_sys", "audit.*"]
```

- **Which file.** `-c FILE`, else the variable `AUTODIFF_CONFIG`, else the files in the current folder. If
  both files there have the section, that is an error; autodiff does not merge them.
- **Which section.** `-n prod` reads `[prod]` of the ini file or `[tool.autodiff.sections.prod]`. A section
  inherits nothing from the main one, so a missing line in `[prod]` never selects the database of
  another section. Put what the sections of an ini file share into `[DEFAULT]`.
- **Variables.** `${NAME}` is an environment variable, `${NAME:-text}` has a default, `${here}` (or
  `%(here)s`) is the folder of the settings file, `$$` is one dollar sign. A percent sign has no special
  meaning. A variable that is not set is an error; in the database URL and the engine options only for
  commands that need a database.
- **Paths** are relative to the folder of the settings file. (A path in a SQLite URL is the exception: it
  is relative to the current folder, unless you write `sqlite:///${here}/shop.db`.)
- **Lists** in an ini file are separated by commas or newlines. In TOML they are lists, or the same string.
- **Booleans** are `true`, `yes`, `on`, `1` and `false`, `no`, `off`, `0`, in upper or lower case. A blank value
  means the default.
- **An unknown key is an error** that names the nearest one. Keys of your own go under `custom.`

| key | default | description |
|---|---|---|
"""

_TAIL = """
`url` is short for `sqlalchemy.url`. In an ini file, an engine option that reads as a number, `true`, `false` or
`none` has that value. In quotes it is a string.

## Post-write hooks

Programs that run on every new revision file, in this order. The types are `console_scripts` (key
`entrypoint`), `exec` (`executable`) and `module` (`module`). `REVISION_SCRIPT_FILENAME` in the options is
replaced by the file's path; without it, the path is the first argument.

```ini
[post_write_hooks]
hooks = ruff
ruff.type = exec
ruff.executable = ruff
ruff.options = check --fix REVISION_SCRIPT_FILENAME
```

```toml
[[tool.autodiff.post_write_hooks]]
name = "ruff"
type = "exec"
executable = "ruff"
options = "check --fix REVISION_SCRIPT_FILENAME"
```
"""


def settings_page() -> str:
    """Return the page as Markdown."""
    return _HEAD + "".join(map(_row, KEYS)) + _TAIL


def _row(key: SettingKey) -> str:
    return f"| `{key.name}` | {_default(key)} | {key.doc} |\n"


def _default(key: SettingKey) -> str:
    if isinstance(key.default, bool):
        return f"`{str(key.default).lower()}`"
    items = key.default if isinstance(key.default, tuple) else (key.default or "",)
    return ", ".join(f"`{item}`" for item in items if item)


if __name__ == "__main__":
    print(settings_page(), end="")
