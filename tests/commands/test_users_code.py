"""Code of the user's that ends the program, wherever a command calls it: told, and nothing is written."""

from __future__ import annotations

import py_compile
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from autodiff import api
from autodiff.dialects.packages import loaded
from autodiff.errors import AutodiffError
from autodiff.errors.meaning import NewScriptFailed
from autodiff.errors.models import ContextHookAnswer, ContextValueWrong, EnvironmentIdle
from autodiff.errors.operations import FunctionUnrun
from autodiff.errors.packages import PackageBroken
from autodiff.errors.running import ScriptFunctionUnrun
from autodiff.errors.users_code import CodeEnded
from autodiff.errors.writing import HookFailed, HookImpossible, ScriptNotRecorded
from autodiff.extending import implementation_for, register_operation
from tests.commands.lines import Lines, lines_in
from tests.commands.project import Project
from tests.hooks.project import HookedProject

USERS = 'sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True))'
UPGRADE = "    ${upgrades}\n"


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> HookedProject:
    return HookedProject(tmp_path, sqlite_url)


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    return lines_in(tmp_path)


def ends(*_: Any) -> Any:
    raise SystemExit("not today")


def scripts(project: Project) -> list[Path]:
    return list((project.folder / "migrations" / "versions").glob("*.py"))


# --- models ---------------------------------------------------------------------------------------

# At which line of its file, and what is said.
MODELS = {
    "raise SystemExit('no DATABASE_URL')": "ended the program at line 3 of FILE, saying: no DATABASE_URL",
    "exit(0)": "ended the program at line 3 of FILE with exit code 0",
    "def f():\n    raise GeneratorExit\nf()": "raised GeneratorExit at line 4 of FILE",
    "__getattr__ = lambda name: exit(name)\ndel metadata": "ended the program at line 3 of FILE, saying: metadata",
}
COMPARING = {
    "generate": lambda settings: api.generate(settings, "x"),
    "differences": api.differences,
    "statements": api.statements,
    "status": api.status,
}


@pytest.mark.parametrize("command", COMPARING)
@pytest.mark.parametrize("source", MODELS)
def test_models(project: HookedProject, command: str, source: str) -> None:
    settings = project.models(source)
    with pytest.raises(CodeEnded) as caught:
        COMPARING[command](settings)
    (place,) = settings.models
    file = project.folder / f"{place.partition(':')[0]}.py"
    told = MODELS[source].replace("FILE", str(file))
    assert f"The models {place} {told}. Nothing was compared or written." in str(
        caught.value
    )
    assert caught.value.exit_code == 3
    assert scripts(project) == []


def test_models_are_not_asked_for_to_upgrade(project: HookedProject) -> None:
    api.generate(project.models(USERS), "one")
    assert len(api.upgrade(project.models("exit()"))) == 1


TYPE = """
class Money(sa.types.UserDefinedType):
    cache_ok = True
    def get_col_spec(self, **_):
        exit("no precision")
sa.Table("users", metadata, sa.Column("id", Money))
"""


def test_a_type_of_the_models_own(project: HookedProject) -> None:
    with pytest.raises(CodeEnded, match=r"at line 7 of .*saying: no precision"):
        api.differences(project.models(TYPE))


# --- hooks of env.py ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hook", "about"),
    [
        ("include_name", "default schema"),
        ("include_object", "table users"),
        ("compare_type", r"column users\.id"),
        ("render_item", "the "),
        ("process_revision_directives", "revision "),
    ],
)
class TestHooks:
    def test_that_end_the_program(
        self, project: HookedProject, hook: str, about: str
    ) -> None:
        project.created(USERS)
        project.configure(**{hook: ends})
        before = scripts(project)
        with pytest.raises(CodeEnded, match=f"hook {hook}, .*{about}.* not today"):
            project.script(
                project.models(USERS.replace("))", '), sa.Column("n", sa.Integer))'))
            )
        assert scripts(project) == before

    @pytest.mark.filterwarnings("error")
    def test_that_give_back_a_coroutine(
        self, project: HookedProject, hook: str, about: str
    ) -> None:
        async def answer() -> bool:
            return True

        project.created(USERS)
        project.configure(**{hook: lambda *_: answer()})
        with pytest.raises(ContextHookAnswer, match="gave back a coroutine"):
            project.script(
                project.models(USERS.replace("))", '), sa.Column("n", sa.Integer))'))
            )

    def test_that_would_give_back_one(
        self, project: HookedProject, hook: str, about: str
    ) -> None:
        async def answer(*_: Any) -> bool:
            return True

        project.configure(**{hook: answer})
        expected = rf"configure\({hook}=...\) was given a coroutine function"
        with pytest.raises(ContextValueWrong, match=expected):
            api.differences(project.models(USERS))


def test_a_function_that_is_told_of_revisions(lines: Lines) -> None:
    (lines.folder / "migrations" / "env.py").write_text(
        "from autodiff import context\n"
        "async def told(connection, step): pass\n"
        "with context.connect() as c:\n    context.run(c, on_version_apply=told)\n"
    )
    lines.add("aaaa", None)
    expected = r"run\(on_version_apply=...\) was given a coroutine function"
    with pytest.raises(ContextValueWrong, match=expected):
        api.upgrade(lines.settings())


def test_an_env_whose_functions_nobody_awaits(lines: Lines) -> None:
    (lines.folder / "migrations" / "env.py").write_text(
        "from asyncio import sleep\n"
        "from autodiff import context\n"
        "async def main():\n    context.run(None)\n"
        "main().close()\n"
    )
    lines.add("aaaa", None)
    with pytest.raises(EnvironmentIdle) as caught:
        api.upgrade(lines.settings())
    assert "It has asynchronous functions (main())" in str(caught.value)


# --- templates and new scripts --------------------------------------------------------------------


def with_template(project: Project, old: str, new: str) -> None:
    file = project.folder / "migrations" / "script.py.mako"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    "code", ["<%! raise SystemExit('not today') %>\n", "${exit('not today')}\n"]
)
def test_a_template(project: HookedProject, code: str) -> None:
    settings = project.models(USERS)
    with_template(project, '"""${message}', f'{code}"""${{message}}')
    for write in (api.generate, api.revision):
        with pytest.raises(CodeEnded, match="script.py.mako ended .*not today"):
            write(settings, "x")
    assert scripts(project) == []


@pytest.mark.parametrize(
    ("old", "new", "error", "said"),
    [
        ("def upgrade", "exit('early')\n\n\ndef upgrade", CodeEnded, "early"),
        ("def upgrade", "async def upgrade", ScriptFunctionUnrun, "coroutine function"),
        (UPGRADE, f"{UPGRADE}    exit('late')\n", NewScriptFailed, "saying: late"),
        (
            UPGRADE,
            f"{UPGRADE}    return iter(())\n    yield\n",
            ScriptFunctionUnrun,
            "a generator function",
        ),
        (
            UPGRADE,
            f"{UPGRADE}    return (x for x in ())\n",
            NewScriptFailed,
            "generator",
        ),
    ],
)
def test_a_new_script_that_is_tried(
    project: HookedProject, old: str, new: str, error: type[AutodiffError], said: str
) -> None:
    settings = project.models(USERS)
    with_template(project, old, new)
    for force in (False, True):
        with pytest.raises(error, match=said) as caught:
            api.generate(settings, "x", wishes=api.Options(verify=True, force=force))
        assert caught.value.exit_code == 3
    assert scripts(project) == []


@pytest.mark.parametrize(
    ("body", "error", "said"),
    [
        ("exit('not today')", ScriptNotRecorded, r"bbbb\.py.* saying: not today"),
        ("yield", ScriptFunctionUnrun, r"bbbb\.py.* downgrade\(\) is a generator"),
        ("return (x for x in ())", ScriptNotRecorded, "returned a generator"),
    ],
)
def test_a_script_that_is_squashed(
    lines: Lines, body: str, error: type[AutodiffError], said: str
) -> None:
    lines.add(
        "aaaa", None, 'open("called", "w").close()' if body == "yield" else "pass"
    )
    lines.add("bbbb", "aaaa", "pass", body)
    with pytest.raises(error, match=said) as caught:
        api.squash(lines.settings(), "aaaa:bbbb", "x")
    assert caught.value.exit_code == 3
    assert len(lines.files()) == 2
    assert not Path("called").exists()


# --- post-write hooks -----------------------------------------------------------------------------

WRITE_HOOK = """
from autodiff import context, write_hooks
@write_hooks.register("mine")
{function}
with context.connect() as connection:
    context.run(connection)
"""
WITH_HOOK = (
    "revision_environment = true\n[post_write_hooks]\nhooks = mine\nmine.type = mine"
)


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("def f(path, options): exit('no black')", "ended the program.*no black"),
        ("def f(path, options): raise GeneratorExit", "raised GeneratorExit"),
        ("def f(path, options): return (x for x in ())", "returned a generator"),
    ],
)
def test_a_write_hook(lines: Lines, function: str, said: str) -> None:
    env = WRITE_HOOK.format(function=function)
    (lines.folder / "migrations" / "env.py").write_text(env)
    with pytest.raises(HookFailed, match=rf"(?s)hook mine failed.*{said}") as caught:
        api.revision(lines.settings(WITH_HOOK), "one")
    (name,) = lines.files()
    assert f"{name} was written" in str(caught.value)


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("async def f(path, options): pass", "a coroutine function"),
        ("def f(path, options): yield", "a generator function"),
    ],
)
def test_a_write_hook_that_would_not_run(
    lines: Lines, function: str, said: str
) -> None:
    env = WRITE_HOOK.format(function=function)
    (lines.folder / "migrations" / "env.py").write_text(env)
    with pytest.raises(HookImpossible, match=said):
        api.revision(lines.settings(WITH_HOOK), "one")
    assert lines.files() == {}


def test_a_module_of_a_package_that_ends_when_it_is_looked_for(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = lines.folder / "ending_hooks"
    package.mkdir()
    (package / "__init__.py").write_text("exit('not here')")
    monkeypatch.syspath_prepend(lines.folder)
    hook = "[post_write_hooks]\nhooks = mine\nmine.type = module\nmine.module = ending_hooks.tidy"
    with pytest.raises(CodeEnded, match="hook mine ended the program.*not here"):
        api.revision(lines.settings(hook), "one")
    assert lines.files() == {}


# --- packages and files ---------------------------------------------------------------------------


def test_a_package_with_scripts(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    """``script_location`` may be inside of a package, whose parent is imported to find it."""
    package = lines.folder / "ending_package"
    package.mkdir()
    (package / "__init__.py").write_text("exit('not here')")
    monkeypatch.syspath_prepend(lines.folder)
    settings = lines.settings()
    ini = settings.source
    ini.write_text(
        ini.read_text().replace("= migrations", "= ending_package.inside:migrations")
    )
    with pytest.raises(CodeEnded, match="The package ending_package.inside .*not here"):
        api.heads(api.load_settings(str(ini), None, None, {}, lines.folder))


def test_an_entry_point(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    (lines.folder / "ending_kind.py").write_text("exit('not licensed')")
    monkeypatch.syspath_prepend(lines.folder)
    entry = EntryPoint("view", "ending_kind:VIEW", "autodiff.kinds")
    with pytest.raises(PackageBroken, match="it ended the program .*not licensed"):
        loaded(entry)


def test_a_revision_that_is_compiled(lines: Lines) -> None:
    path = lines.add("aaaa", None)
    path.write_text(f"{path.read_text()}\nexit('compiled')\n")
    py_compile.compile(str(path), cfile=str(path.with_suffix(".pyc")), doraise=True)
    path.unlink()
    with pytest.raises(CodeEnded, match=r"aaaa\.pyc ended the program.*compiled"):
        api.heads(lines.settings("sourceless = true"))


def test_operations_that_scripts_could_not_call() -> None:
    async def create_view(name: str) -> None: ...

    with pytest.raises(FunctionUnrun, match="create_view is a coroutine function"):
        register_operation("create_view")(create_view)
    with pytest.raises(FunctionUnrun, match="a coroutine function"):
        implementation_for(int)(create_view)
