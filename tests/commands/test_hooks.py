"""Post-write hooks: run on every new revision file, in order; their failures are told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from autodiff import api
from autodiff.errors.writing import HookFailed, HookImpossible
from tests.commands.lines import Lines, lines_in

APPEND = """
import pathlib, sys
file = pathlib.Path(sys.argv[int(sys.argv[-1])])
file.write_text(file.read_text() + "# " + ",".join(sys.argv[1:]).replace(str(file), "FILE"))
"""


@pytest.fixture
def project(tmp_path: Path) -> Lines:
    return lines_in(tmp_path)


def hook(kind: str, **keys: object) -> str:
    lines = [f"mine.{key} = {value}" for key, value in keys.items()]
    start = ["[post_write_hooks]", "hooks = mine", f"mine.type = {kind}"]
    return "\n".join([*start, *lines])


def appender(project: Lines) -> None:
    (project.folder / "append.py").write_text(APPEND)


def last_line(written: api.NewRevision) -> str:
    return written.path.read_text("utf-8").splitlines()[-1]


def test_the_file_takes_the_place_of_its_token(project: Lines) -> None:
    appender(project)
    options = "append.py --check REVISION_SCRIPT_FILENAME 2"
    more = hook("exec", executable=sys.executable, options=options, cwd=".")
    written = api.revision(project.settings(more), "one")
    assert last_line(written) == "# --check,FILE,2"


def test_a_module_gets_the_file_first(project: Lines) -> None:
    appender(project)
    more = hook("module", module="json.tool", options="REVISION_SCRIPT_FILENAME")
    with pytest.raises(HookFailed, match="ended with 1"):
        api.revision(project.settings(more), "one")
    more = hook("module", module="tabnanny")
    written = api.revision(project.settings(more), "two")
    assert written.path.is_file()


def test_an_entry_point_is_called(project: Lines) -> None:
    options = "-q --line-length=40 REVISION_SCRIPT_FILENAME"
    more = hook("console_scripts", entrypoint="black", options=options)
    written = api.revision(
        project.settings(more), "x" * 8, api.GraphPosition(rev_id="e" * 30)
    )
    assert "revision = (\n" in written.path.read_text("utf-8")


def test_a_function_of_the_projects_own(project: Lines) -> None:
    env = "from autodiff import context, write_hooks\n"
    env += '@write_hooks.register("stamped")\n'
    env += "def stamped(path, options):\n"
    env += '    text = path.read_text() + "# " + options["by"]\n'
    env += "    path.write_text(text)\n"
    env += "with context.connect() as connection:\n    context.run(connection)\n"
    (project.folder / "migrations" / "env.py").write_text(env)
    more = "revision_environment = true\n" + hook("stamped", by="Ada")
    assert last_line(api.revision(project.settings(more), "one")) == "# Ada"
    project.add("other", None)
    assert last_line(api.merge(project.settings(more)).written) == "# Ada"


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"kind": "exec", "executable": "no-such-program"}, "no program"),
        ({"kind": "module", "module": "no.such"}, "no module"),
        ({"kind": "console_scripts", "entrypoint": "nosuch"}, "no entry point"),
        ({"kind": "nosuch"}, "write_hooks.register"),
    ],
)
def test_what_cannot_run_is_told_before_anything_is_written(
    project: Lines, keys: dict[str, str], reason: str
) -> None:
    with pytest.raises(HookImpossible, match=reason):
        api.revision(project.settings(hook(**keys)), "one")
    assert project.files() == {}


def test_a_hook_that_fails_is_told_and_the_file_stays(project: Lines) -> None:
    options = "-c \"import sys; sys.exit('no good')\" REVISION_SCRIPT_FILENAME"
    more = hook("exec", executable=sys.executable, options=options)
    more = more.replace("hooks = mine", "hooks = mine, never")
    more += "\nnever.type = module\nnever.module = json.tool"
    with pytest.raises(HookFailed) as caught:
        api.revision(project.settings(more), "one")
    (name,) = project.files()
    assert "The post-write hook mine failed" in str(caught.value)
    assert f"{name} was written" in str(caught.value)
