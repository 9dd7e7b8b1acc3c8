"""Our layout of a statement is black's, whatever the statement: compared with black itself."""

from __future__ import annotations

import black
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autodiff.revisions.layout import LayoutStyle, laid_out
from autodiff.revisions.layout_trial import rules_hold

words = st.text("abcdefgh", min_size=1, max_size=30)
strings = st.one_of(
    words, st.text("ab c'\"():,=[]#é\\\n", max_size=90), st.sampled_from(["", "'", '"'])
).map(repr)
atoms = st.one_of(
    strings,
    st.sampled_from(["True", "None", "a.b", "Colour.red"]),
    st.integers(-99, 9999).map(str),
    st.floats(-9, 9).map(repr),
)


def bracketed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Calls, lists and tuples of ``inner``; also what the rules are not sure of."""
    heads = st.sampled_from(["sa.Column", "a.b.c.D", "RawType", "f"])
    lists = st.lists(inner, max_size=5).map(lambda items: f"[{', '.join(items)}]")
    tuples = st.lists(inner, min_size=2, max_size=4).map(
        lambda items: f"({', '.join(items)})"
    )
    odd = inner.map(lambda item: f"({item},)") | inner.map(lambda item: f"{item} + 1")
    called = st.builds(lambda head, rest: f"{head}({rest})", heads, arguments(inner))
    chained = called.map(lambda call: f"{call}.with_variant({call}, 'x')")
    return st.one_of(called, called, lists, tuples, odd, chained)


@st.composite
def arguments(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    plain = draw(st.lists(inner, max_size=4))
    named = draw(st.dictionaries(st.sampled_from(["a", "name", "b" * 20]), inner))
    return ", ".join([*plain, *(f"{name}={value}" for name, value in named.items())])


expressions = st.recursive(atoms, bracketed, max_leaves=12)
statements = arguments(expressions).map(lambda inner: f"op.create_it({inner})")
styles = st.builds(LayoutStyle, st.sampled_from([20, 40, 79, 88, 120]), st.booleans())


def by_black(statement: str, style: LayoutStyle) -> str:
    mode = black.Mode(line_length=style.width, string_normalization=style.double_quotes)
    shown = black.format_str(f"def f():\n    {statement}\n", mode=mode)
    return shown.removeprefix("def f():\n").removesuffix("\n")


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(statements, styles)
def test_a_layout_is_that_of_black(statement: str, style: LayoutStyle) -> None:
    shown = laid_out(statement, 4, style)
    assert shown is None or shown == by_black(statement, style)


SURE = [
    "op.drop_table('orders')",
    "op.create_index('ix_orders_at', 'orders', ['at', 'user_id'], unique=True)",
    "op.drop_constraint('ck', 'orders', type_='check', schema='shop')",
    "op.add_column('orders', sa.Column('at', sa.DateTime(timezone=True), "
    "server_default=sa.text('now()'), nullable=False, comment=\"it's when\"))",
    "op.create_table('t', sa.Column('id', sa.Integer()), sa.PrimaryKeyConstraint('id'),"
    " mysql_engine='InnoDB', comment='one of \"many\"')",
]


@pytest.mark.parametrize("statement", SURE)
def test_usual_statements_are_laid_out(statement: str) -> None:
    """Or the property above would hold for nothing."""
    for width in (60, 88):
        shown = laid_out(statement, 4, LayoutStyle(width))
        assert shown == by_black(statement, LayoutStyle(width))


@pytest.mark.parametrize(
    "statement",
    [
        "op.f('é')",
        r"op.f('\\')",
        "op.f(('a',))",
        "op.f(('a'))",
        "op.f(a + 1)",
        "op.f('a' 'b')",
        "op.f('a','b')",
        "op.f('a').g()",
        "op.f()\nop.g()",
        "op.f(not(A))",
        "op.f(1e5)",
        "x.f('a')",
        f"with op.batch_alter_table('{'t' * 88}'):",
    ],
)
def test_what_the_rules_do_not_cover_is_not_laid_out(statement: str) -> None:
    assert laid_out(statement, 4, LayoutStyle()) is None


def test_the_head_of_a_block() -> None:
    head = "with op.batch_alter_table('t'):"
    assert laid_out(head, 4, LayoutStyle()) == '    with op.batch_alter_table("t"):'


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"line_length": 40},
        {"line_length": 120},
        {"string_normalization": False},
        {"magic_trailing_comma": False},
    ],
)
def test_the_rules_hold_for_the_installed_black(settings: dict[str, object]) -> None:
    assert rules_hold(settings)


@pytest.mark.parametrize("settings", [{"preview": True}, {"line_length": 1}])
def test_other_settings_are_not_trusted(settings: dict[str, object]) -> None:
    assert not rules_hold(settings)


def test_another_black_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that breaks lines a letter earlier."""
    true = black.format_str

    def other(text: str, *, mode: black.Mode) -> str:
        mode.line_length -= 1
        return true(text, mode=mode)

    monkeypatch.setattr(black, "format_str", other)
    assert not rules_hold({})
