"""The reference page of the settings, made from the table of keys: ``docs/settings.md``.

Run as ``python -m autodiff.settings.reference > docs/settings.md``.
"""

from __future__ import annotations

from autodiff.settings.keys import KEYS, SettingKey

_HEAD = """\
# Settings

<!-- Made by: python -m autodiff.settings.reference > docs/settings.md -->

`autodiff.ini`, section `[autodiff]`, or `pyproject.toml`, table `[tool.autodiff]`: the same keys in
both. `models` and `sqlalchemy.url` are enough to begin with.

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

- **Which file.** `-c FILE`, else the variable `AUTODIFF_CONFIG`, else the current folder. If both files
  there have the section, autodiff asks which one is meant and does not merge them.
- **Which section.** `-n prod` reads `[prod]` of the ini file or `[tool.autodiff.sections.prod]`. A section
  stands alone: it takes nothing from the main one, so `-n prod` cannot reach another section's
  database by a missing line. What sections of an ini file share goes into `[DEFAULT]`.
- **Variables.** `${NAME}` reads the environment, `${NAME:-text}` has a default, `${here}` (or `%(here)s`) is
  the file's folder, `$$` is one dollar sign. A percent sign means nothing special. A variable that is not
  set is an error; one in the database's address only for commands that need a database.
- **Paths** start from the settings file's folder. (A path inside a SQLite URL is the exception: it starts
  from the current folder, unless you write `sqlite:///${here}/shop.db`.)
- **Lists** in an ini file have commas or new lines between the items; in TOML they are lists, or the same text.
- **Yes and no**: `true`, `yes`, `on`, `1` and `false`, `no`, `off`, `0`, in any case. A blank value is no value.
- **An unknown key is an error** that names the nearest one. Keys of your own go under `custom.`

| key | default | what it is |
|---|---|---|
"""

_TAIL = """
`url` is short for `sqlalchemy.url`. In an ini file an engine option that reads as a number, `true`, `false` or
`none` is one; in quotes it stays text.

## Post-write hooks

Programs that are run on every new revision file, in order. Their types are `console_scripts` (key
`entrypoint`), `exec` (`executable`) and `module` (`module`); `REVISION_SCRIPT_FILENAME` among the options stands for
the file, which otherwise comes first.

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
    """The page as Markdown."""
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
