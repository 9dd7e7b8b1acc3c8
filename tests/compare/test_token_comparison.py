"""Whether two texts say the same where the database is not asked; the live text is as servers print it."""

from __future__ import annotations

import pytest

from autodiff.compare.token_comparison import same_words

SAME = [
    ("a IN ('x', 'y')", "((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))", "postgres"),
    ("a NOT IN ('x', 'y')", "((a)::text <> ALL (ARRAY['x'::text, 'y'::text]))", "postgres"),
    ("a IN (1)", "(a = 1)", "postgres"),
    ("a NOT IN (1)", "(a <> 1)", "postgres"),
    ("a != 1", "(a <> 1)", "postgres"),
    ("a BETWEEN 1 AND 5 AND b > 0", "(((a >= 1) AND (a <= 5)) AND (b > 0))", "postgres"),
    ("a LIKE 'x%' OR b ILIKE 'y'", "(((a)::text ~~ 'x%'::text) OR ((b)::text ~~* 'y'::text))", "postgres"),
    ("a NOT LIKE 'x%'", "((a)::text !~~ 'x%'::text)", "postgres"),
    ("(a OR b) OR c", "(a OR b OR c)", "postgres"),
    ("A > 0", "(a > 0)", "postgres"),
    ('"order" > 0', '("order" > 0)', "postgres"),
    ("users.age > 0", "(age > 0)", "postgres"),
    ("-3", "'-3'::integer", "postgres"),
    ("a <> 1e9", "(a <> ('1000000000'::numeric)::double precision)", "postgres"),
    ("trim(a) <> ''", "(TRIM(BOTH FROM a) <> ''::text)", "postgres"),
    ("nextval('s')", "nextval('s'::regclass)", "postgres"),
    ("a * b", "(a * (b)::numeric)", "postgres"),
    ("CAST(a AS integer) > 1", "((a)::integer > 1)", "postgres"),
    ("lower(a) <> ''", "lcase(`a`) <> ''", "mysql"),
    ("a % 2 = 0", "`a` MOD 2 = 0", "mysql"),
    ("now()", "current_timestamp()", "mysql"),
    ("CURRENT_TIMESTAMP", "current_timestamp()", "mysql"),
]  # fmt: skip

DIFFERENT = [
    ("a = 1", "(a = 2)", "postgres"),
    ("a IN ('x')", "((a)::text = ANY (ARRAY['x'::text, 'y'::text]))", "postgres"),
    ("a AND (b OR c)", "((a AND b) OR c)", "postgres"),
    ("a > 0 OR b > 0", "((a > 0) AND (b > 0))", "postgres"),
    ("a BETWEEN 1 AND 6", "((a >= 1) AND (a <= 5))", "postgres"),
    ("a LIKE 'x%'", "((a)::text !~~ 'x%'::text)", "postgres"),
    ("CAST(a AS integer) > 1", "((a)::bigint > 1)", "postgres"),
    ("'007'", "'7'::text", "postgres"),
    ('"A" > 0', "(a > 0)", "postgres"),
    ("now()", "CURRENT_TIMESTAMP", "postgres"),
    ("lower(a)", "upper(a)", "postgres"),
    ("a IS NULL", "(a IS NOT NULL)", "postgres"),
    ("'x'", "'y'", "mysql"),
    ("lower(a", "lower(b", "postgres"),
]  # fmt: skip


@pytest.mark.parametrize(("mine", "theirs", "grammar"), SAME)
def test_texts_that_say_the_same(mine: str, theirs: str, grammar: str) -> None:
    assert same_words(mine, theirs, grammar)


@pytest.mark.parametrize(("mine", "theirs", "grammar"), DIFFERENT)
def test_texts_that_do_not(mine: str, theirs: str, grammar: str) -> None:
    assert not same_words(mine, theirs, grammar)


def test_text_that_no_grammar_reads_is_compared_by_its_tokens() -> None:
    assert same_words(
        "EXCLUDE  USING gist (a WITH =)", "exclude using GIST (a with =)", ""
    )
