"""Each key: what an ini file and a TOML file may say, what comes out, and what is refused."""

from __future__ import annotations

import dataclasses

import pytest

from autodiff.errors.settings import SettingInvalid
from autodiff.settings import KEYS, Settings
from tests.settings.conftest import Load

INI = [
    ("script_location", "migrations", "migrations"),
    ("models", "shop.models:Base", ("shop.models:Base",)),
    ("models", "a, b:c.d\n  e:f", ("a", "b:c.d", "e:f")),
    ("allow_empty_models", "yes", True),
    ("sqlalchemy.url", "mysql://a:50%40%%@h/d", "mysql://a:50%40%%@h/d"),
    ("url", "sqlite:///shop.db", "sqlite:///shop.db"),
    ("sqlalchemy.pool_pre_ping", "true", {"pool_pre_ping": True}),
    ("sqlalchemy.pool_size", "5", {"pool_size": 5}),
    ("sqlalchemy.pool_timeout", "0.5", {"pool_timeout": 0.5}),
    ("sqlalchemy.isolation_level", "SERIALIZABLE", {"isolation_level": "SERIALIZABLE"}),
    ("sqlalchemy.connect_args.user", "'12'", {"connect_args": {"user": "12"}}),
    ("prepend_sys_path", ".\n  src", (".", "src")),
    ("version_locations", "a, b", ("a", "b")),
    ("recursive_version_locations", "YES", True),
    ("file_template", "%(year)d/%(rev)s", "%(year)d/%(rev)s"),
    ("file_template", "%%(month).2d_%%(slug)s", "%(month).2d_%(slug)s"),
    ("truncate_slug_length", "20", 20),
    ("timezone", "utc", "UTC"),
    ("timezone", "Europe/Berlin", "Europe/Berlin"),
    ("timezone", "", None),
    ("output_encoding", "latin1", "iso8859-1"),
    ("revision_environment", "on", True),
    ("sourceless", "1", True),
    ("version_table", "versions", "versions"),
    ("version_table_schema", "admin", "admin"),
    ("journal_table", "log", "log"),
    ("transaction_per_revision", "no", False),
    ("lock_timeout", "2.5", 2.5),
    ("namespaces", "*", ("*",)),
    ("include", "shop_*", ("shop_*",)),
    ("exclude", "spatial_ref_sys, audit.*", ("spatial_ref_sys", "audit.*")),
    ("compare_type", "off", False),
    ("compare_server_default", "0", False),
    ("databases", "shop, log", ("shop", "log")),
    ("custom.tenant", "a", {"tenant": "a"}),
]

TOML = [
    ('models = ["a:b", "c"]', "models", ("a:b", "c")),
    ('models = "a:b"', "models", ("a:b",)),
    ('sqlalchemy.url = "sqlite://"', "url", "sqlite://"),
    ('"sqlalchemy.url" = "sqlite://"', "url", "sqlite://"),
    ("sqlalchemy.pool_size = 5", "engine_options", {"pool_size": 5}),
    (
        "sqlalchemy.connect_args = {timeout = 3, a.b = true}",
        "engine_options",
        {"connect_args": {"timeout": 3, "a": {"b": True}}},
    ),
    ("sourceless = true", "sourceless", True),
    ("lock_timeout = 3", "lock_timeout", 3.0),
    ("truncate_slug_length = 10", "truncate_slug_length", 10),
    ("custom = {a = [1, 2]}", "custom", {"a": [1, 2]}),
]

REFUSED = [
    ("models", "shop.models:"),
    ("models", "shop/models.py"),
    ("sourceless", "maybe"),
    ("truncate_slug_length", "0"),
    ("truncate_slug_length", "-1"),
    ("truncate_slug_length", "forty"),
    ("lock_timeout", "1 minute"),
    ("lock_timeout", "-1"),
    ("lock_timeout", "nan"),
    ("timezone", "Mars/Olympus"),
    ("timezone", "../../etc/passwd"),
    ("file_template", "%(nothing)s"),
    ("file_template", "%(rev)"),
    ("file_template", "same_name"),
    ("path_separator", "|"),
    ("output_encoding", "utf-9"),
    ("script_location", "${broken"),
]

REFUSED_TOML = [
    "script_location = 1",
    "models = [1]",
    "sourceless = 1.0",
    "truncate_slug_length = true",
    "post_write_hooks = 3",
    "sections = 3",
    "sections.prod = 3",
]


def field_of(name: str) -> str:
    if name in ("url", "sqlalchemy.url"):
        return "url"
    family, dot, _ = name.partition(".")
    return {"sqlalchemy": "engine_options"}.get(family, family) if dot else name


@pytest.mark.parametrize(("key", "text", "value"), INI)
def test_ini(load: Load, key: str, text: str, value: object) -> None:
    settings = load(f"[autodiff]\n{key} = {text}\n")
    assert getattr(settings, field_of(key)) == value


@pytest.mark.parametrize(("line", "field", "value"), TOML)
def test_toml(load: Load, line: str, field: str, value: object) -> None:
    assert getattr(load(toml=f"[tool.autodiff]\n{line}\n"), field) == value


@pytest.mark.parametrize(("key", "text"), REFUSED)
def test_refused_by_name(load: Load, key: str, text: str) -> None:
    with pytest.raises(SettingInvalid, match=repr(key)) as caught:
        load(f"[autodiff]\n{key} = {text}\n")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("line", REFUSED_TOML)
def test_refused_in_toml(load: Load, line: str) -> None:
    with pytest.raises(SettingInvalid):
        load(toml=f"[tool.autodiff]\n{line}\n")


@pytest.mark.parametrize(
    ("separator", "text"),
    [
        ("os", "a b:c"),
        (":", "a b:c"),
        (";", "a b;c"),
        ("comma", "a b,c"),
        ("newline", "a b\n  c"),
    ],
)
def test_path_separator(load: Load, separator: str, text: str) -> None:
    ini = f"[autodiff]\npath_separator = {separator}\nversion_locations = {text}\n"
    assert load(ini).version_locations == ("a b", "c")


def test_defaults_are_those_of_the_table(load: Load) -> None:
    settings = load("[autodiff]\n")
    assert {key.field: getattr(settings, key.field) for key in KEYS} == {
        key.field: key.default for key in KEYS
    }


def test_each_key_is_a_field_and_each_field_a_key() -> None:
    fields = {field.name for field in dataclasses.fields(Settings)}
    besides = {"source", "section", "post_write_hooks", "unset"}
    assert fields - besides == {key.field for key in KEYS}


def test_each_key_is_tried_above() -> None:
    tried = {field_of(key) for key, _, _ in INI} | {"path_separator"}
    assert tried == {key.field for key in KEYS}


def test_secrets_are_not_in_the_repr(load: Load) -> None:
    settings = load(
        "[autodiff]\nurl = mysql://a:HIDDEN@h/d\nsqlalchemy.connect_args.password = "
        "HIDDEN\ncustom.key = HIDDEN\n"
    )
    assert "HIDDEN" not in repr(settings)
