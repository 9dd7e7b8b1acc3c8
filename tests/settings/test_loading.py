"""Which file and section count, what goes before what, and how each mistake is answered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autodiff.errors import WrongUsage
from autodiff.errors.settings import (
    EnvironmentMissing,
    SectionMissing,
    SettingInvalid,
    SettingRequired,
    SettingsAmbiguous,
    SettingsFileMissing,
    SettingsMissing,
    SettingsUnreadable,
    SettingTwice,
    SettingUnknown,
    UrlMissing,
    VariableUnset,
)
from autodiff.settings import load_settings
from tests.settings.conftest import Load

INI = "[autodiff]\nurl = sqlite:///ini.db\n[prod]\nurl = sqlite:///prod.db\n"
TOML = (
    '[tool.autodiff]\nurl = "sqlite:///toml.db"\n'
    '[tool.autodiff.sections.live]\nurl = "sqlite:///live.db"\n'
)
FOREIGN_TOML = "[tool.black]\nline-length = 88\n"


@pytest.mark.parametrize(
    ("files", "section", "name"),
    [
        ({"ini": INI}, None, "ini"),
        ({"toml": TOML}, None, "toml"),
        ({"ini": INI, "toml": FOREIGN_TOML}, None, "ini"),
        ({"ini": "[other]\n", "toml": TOML}, None, "toml"),
        ({"ini": INI}, "prod", "prod"),
        ({"toml": TOML}, "live", "live"),
        ({"ini": INI, "toml": TOML}, "live", "live"),
        ({"ini": INI, "toml": TOML, "config": "autodiff.ini"}, None, "ini"),
        ({"ini": INI, "toml": TOML, "config": "pyproject.toml"}, None, "toml"),
        (
            {"ini": INI, "toml": TOML, "environ": {"AUTODIFF_CONFIG": "autodiff.ini"}},
            None,
            "ini",
        ),
    ],
)
def test_the_file_and_section_that_count(
    load: Load, files: dict[str, str], section: str | None, name: str
) -> None:
    assert load(**files, section=section).url == f"sqlite:///{name}.db"


def test_a_named_section_takes_nothing_from_the_main_one(load: Load) -> None:
    settings = load("[autodiff]\nurl = sqlite://\n[prod]\nmodels = a\n", section="prod")
    with pytest.raises(UrlMissing, match="'prod'"):
        settings.database_url()


def test_what_ini_sections_share_stands_in_default(load: Load) -> None:
    shared = "[DEFAULT]\nmodels = a\n[prod]\n[post_write_hooks]\nhooks =\n"
    assert load(shared, section="prod").models == ("a",)


def test_option_before_variable_before_file(load: Load) -> None:
    environ = {"AUTODIFF_URL": "sqlite:///variable.db"}
    assert load(INI, environ=environ, url="sqlite://").database_url() == "sqlite://"
    assert load(environ=environ).database_url() == "sqlite:///variable.db"


def test_config_option_before_its_variable(load: Load, tmp_path: Path) -> None:
    (tmp_path / "other.cfg").write_text("[autodiff]\nmodels = other\n")
    environ = {"AUTODIFF_CONFIG": "nowhere.ini"}
    assert load(environ=environ, config="other.cfg").models == ("other",)


MISTAKES = [
    ({}, SettingsMissing, "autodiff init"),
    ({"toml": FOREIGN_TOML}, SettingsMissing, "No autodiff settings"),
    ({"config": "no.ini"}, SettingsFileMissing, "no.ini does not exist"),
    ({"environ": {"AUTODIFF_CONFIG": "x/y"}}, SettingsFileMissing, "y does not"),
    ({"config": "."}, SettingsUnreadable, "directory"),
    ({"ini": INI, "toml": TOML}, SettingsAmbiguous, "autodiff.ini, .*pyproject.toml"),
    ({"ini": "[autodif]\n"}, SectionMissing, "autodif. Did you mean autodif?"),
    ({"ini": ""}, SectionMissing, "The sections there are: none. Add"),
    ({"ini": INI, "section": "test"}, SectionMissing, "autodiff, prod"),
    ({"toml": TOML, "section": "lives"}, SectionMissing, "Did you mean live?"),
    ({"ini": "x\n"}, SettingsUnreadable, r"line 1: a \[section\] must come first"),
    ({"ini": "[autodiff]\nhunter2\n"}, SettingsUnreadable, "line 2: this is neither"),
    (
        {"ini": "[a]\n[a]\n"},
        SettingsUnreadable,
        r"line 2: section \[a\] is there twice",
    ),
    ({"ini": "[a]\nb = 1\nb = 2\n"}, SettingsUnreadable, "line 3: b is given twice"),
    ({"toml": "[tool\n"}, SettingsUnreadable, "line 1, column 6"),
    ({"ini": "[autodiff]\nmodel = a\n"}, SettingUnknown, "Did you mean models?"),
    ({"ini": "[autodiff]\nsqlalchmy.url = a\n"}, SettingUnknown, "mean sqlalchemy.url"),
    ({"ini": "[autodiff]\nModels = a\n"}, SettingUnknown, "mean models"),
    ({"ini": "[autodiff]\nzzzzz = a\n"}, SettingUnknown, "'zzzzz'. Nothing"),
    ({"toml": "[tool.autodiff]\ncustom = 3\n"}, SettingUnknown, r"mean custom\.\*"),
    ({"toml": "[tool.autodiff.custm]\na = 1\n"}, SettingUnknown, "'custm'"),
    ({"ini": "[autodiff]\nurl=a\nsqlalchemy.url=b\n"}, SettingTwice, "Keep one"),
    (
        {"ini": "[autodiff]\nmodels = ${M}\n"},
        VariableUnset,
        r"'models'.*\$\{M:-default",
    ),
    (
        {"ini": "[autodiff]\ncustom.a = 1\ncustom.a.b = 2\n"},
        SettingInvalid,
        "'custom.a.b'",
    ),
    (
        {"ini": "[autodiff]\ncustom.a.b = 1\ncustom.a = 2\n"},
        SettingInvalid,
        "'custom.a'",
    ),
]


@pytest.mark.parametrize(("files", "error", "text"), MISTAKES)
def test_each_mistake_has_its_answer(
    load: Load, files: dict[str, str], error: type[WrongUsage], text: str
) -> None:
    with pytest.raises(error, match=text) as caught:
        load(**files)
    assert caught.value.exit_code == 2
    assert "  " not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_not_utf8(load: Load, tmp_path: Path) -> None:
    (tmp_path / "autodiff.ini").write_bytes(b"[autodiff]\nmodels = \xff\n")
    with pytest.raises(SettingsUnreadable, match="byte 20 is not UTF-8"):
        load()


def test_a_byte_order_mark_is_no_mistake(load: Load) -> None:
    assert load("\ufeff[autodiff]\nmodels = a\n").models == ("a",)


# --- the database's address is only needed by commands that use it


URL_FROM_VARIABLE = "[autodiff]\nurl = postgresql://u:${PW}@h/d\n"


def test_an_unset_variable_in_the_url_waits_for_a_command_that_needs_it(
    load: Load,
) -> None:
    settings = load(URL_FROM_VARIABLE)
    with pytest.raises(VariableUnset, match="reads the variable PW"):
        settings.database_url()


def test_a_set_variable_in_the_url(load: Load) -> None:
    settings = load(URL_FROM_VARIABLE, environ={"PW": "100%"})
    assert settings.database_url() == "postgresql://u:100%@h/d"


def test_another_url_makes_the_variable_needless(load: Load) -> None:
    assert load(URL_FROM_VARIABLE, url="sqlite://").database_url() == "sqlite://"


def test_an_engine_option_may_need_a_variable_too(load: Load) -> None:
    ini = "[autodiff]\nurl = a\nsqlalchemy.connect_args.password = ${PW}\n"
    with pytest.raises(VariableUnset, match="PW"):
        load(ini).database_url()


# --- folders


def test_places_start_from_the_settings_file(load: Load, tmp_path: Path) -> None:
    below = tmp_path / "below"
    (below / "migrations").mkdir(parents=True)
    ini = "[autodiff]\nscript_location = migrations\nprepend_sys_path = .., .\n"
    (below / "my.ini").write_text(ini)
    settings = load(config="below/my.ini")
    assert settings.directory == below / "migrations"
    assert settings.version_directories == (below / "migrations" / "versions",)
    assert settings.python_path == (tmp_path, below)


def test_version_locations_take_the_place_of_versions(
    load: Load, tmp_path: Path
) -> None:
    ini = "[autodiff]\nversion_locations = ${here}/a, b, %(here)s/c\n"
    expected = tuple(tmp_path / name for name in "abc")
    assert load(ini).version_directories == expected


def test_a_place_inside_a_package(load: Load) -> None:
    import autodiff

    settings = load("[autodiff]\nscript_location = autodiff:settings\n")
    assert settings.directory == Path(autodiff.__file__).parent / "settings"


@pytest.mark.parametrize("place", ["nowhere", "no_such_package:x", "sys:x", "a.b.c:x"])
def test_a_place_that_is_not_there(load: Load, place: str) -> None:
    settings = load(f"[autodiff]\nscript_location = {place}\n")
    with pytest.raises(EnvironmentMissing, match="no such folder or package"):
        _ = settings.directory


def test_no_place_at_all(load: Load) -> None:
    with pytest.raises(SettingRequired, match="script_location = migrations"):
        _ = load("[autodiff]\n").directory


def test_reading_settings_does_not_load_sqlalchemy(tmp_path: Path) -> None:
    (tmp_path / "autodiff.ini").write_text(INI)
    program = (
        "import sys, pathlib, autodiff.settings as s;"
        "s.load_settings(None, None, None, {}, pathlib.Path(sys.argv[1]));"
        "print([m for m in ('sqlalchemy', 'black', 'mako', 'tomllib', 'zoneinfo')"
        " if m in sys.modules])"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_folder_may_be_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("autodiff.ini").write_text(INI)
    settings = load_settings(None, None, None, {}, Path())
    assert settings.here == tmp_path
