"""Rules of exclusions in SQLAlchemy's words; what has no words there is left to the text."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from autodiff.kinds.exclude_code import parsed_rule

RULES = [
    "EXCLUDE USING gist (room WITH =, during WITH &&)",
    'EXCLUDE USING gist ("Odd, name" WITH =)',
    "EXCLUDE USING gist (tsrange(a, b, '[)'::text) WITH &&) WHERE ((state <> 'x)'::text))",
    "EXCLUDE USING gist (room gist_int4_ops WITH =) DEFERRABLE INITIALLY DEFERRED",
]


@pytest.mark.parametrize("rule", RULES)
def test_the_code_builds_the_same_rule(rule: str) -> None:
    found = parsed_rule(rule)
    assert found is not None
    elements = ", ".join(code.text for code in found.element_codes())
    details = ", ".join(
        f"{name}={code.text}" for name, code in found.detail_codes().items() if code
    )
    source = f"postgresql.ExcludeConstraint({elements}, {details})"
    names = {"postgresql": postgresql, "sa": sa}
    constraint = eval(source, names)
    columns = [sa.Column(each, sa.Integer) for each in ("room", "during", "Odd, name")]
    sa.Table("t", sa.MetaData(), *columns, constraint)
    compiler = postgresql.dialect(paramstyle="named")
    sql = str(sa.schema.AddConstraint(constraint).compile(dialect=compiler))
    assert sql == f"ALTER TABLE t ADD {rule}"


@pytest.mark.parametrize(
    "rule", ["EXCLUDE USING gist (a WITH =) INCLUDE (b)", "UNIQUE (a)", "EXCLUDE (a)"]
)
def test_what_sqlalchemy_has_no_words_for(rule: str) -> None:
    assert parsed_rule(rule) is None
