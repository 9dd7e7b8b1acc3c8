"""The dialect: the base class with everything that shared code asks of a database."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy import MetaData, Text, TextClause
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.engine import Dialect as SQLAlchemyDialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from autodiff.core.clause import Clause
from autodiff.core.compile_keys import expression_key, type_key
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Operation
from autodiff.core.question import Question
from autodiff.core.recast import NO_RECAST, Recast
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.core.style import ScriptStyle
from autodiff.errors.meaning import ScratchImpossible
from autodiff.errors.operations import OperationUnsupported
from autodiff.frozen import frozen

Emitter = Callable[[Any, "Dialect", State], Iterable[Statement]]
"""Statements of one operation: ``(operation, dialect, state)``.

An emitter takes the operations of its key in a table: that of ``(Alter, Column)`` takes
``Alter[Column]``. No type says "as the key says", so the tables of emitters, and those of
definitions, hold functions of anything: here alone the type is erased, and what calls them has
looked them up by shape and kind. ``tests/dialects/test_emitters.py`` holds each entry to its key.
"""

Definition = Callable[[Any, "Dialect"], str]
"""How an object is written inside CREATE TABLE: ``(object, dialect)``."""


Emitters = dict[tuple[type, type], Emitter]
Definitions = dict[type, Definition]

Reading = Callable[[Connection, "Dialect", Scope], Iterable[Object]]
"""The live objects of a kind in the namespaces of a scope: ``(connection, dialect, scope)``."""

Settling = Callable[[Connection, "Dialect", Sequence[Object]], Iterable[Object]]
"""Declared objects as the database itself spells them: ``(connection, dialect, objects)``."""

Typing = Callable[[Any, "Dialect"], Object | None]
"""The object that a column's SQLAlchemy type brings along, or None: ``(type, dialect)``."""

Declaring = Callable[[MetaData, "Dialect"], Iterable[Object]]
"""What models say of a kind: ``(metadata, dialect)``."""


@frozen
class Ways:
    """How one database reads and writes a kind that a package brings.

    ``emitters`` is keyed by ``Create``, ``Drop``, ``Alter``, ``Rename``. ``settle`` is asked about
    objects that are on both sides and still differ; it leaves the database as it was.
    """

    read: Reading
    emitters: Mapping[type, Emitter]
    settle: Settling | None = None


@frozen
class Kind:
    """A kind of object that a package brings.

    ``value`` is the class of its values, ``declared`` reads them from the models. ``ways`` is keyed
    by name of a dialect ("default": any). ``operations`` are functions that scripts call on ``op``.
    ``of_type``: for a named type that columns may have, the value for a SQLAlchemy type.
    """

    value: type[Object]
    declared: Declaring
    ways: Mapping[str, Ways]
    operations: Sequence[Callable[..., Any]] = ()
    of_type: Typing | None = None


class Dialect:
    """What shared code asks of one database. A package under ``dialects/`` fills the tables and
    overrides methods.

    ``emitters``: how an operation is executed, by (operation, kind). ``definitions``: by kind, how
    an object is written inside CREATE TABLE; kinds without an entry are created after the table.
    ``refusal``: what happens to values that a new type cannot store. ``batches``: changes to one
    table cost less together. ``neutral_values``: by name of a type of this database, the value for
    rows where no better one is stated. ``target_kinds``: a foreign key must refer to a key of an
    object of these kinds; empty: of any kind. ``grammar``: sqlglot's name of this database's SQL.
    ``function_names``: functions that the database shows under another name than they may be
    written by. ``style``: how SQL is printed for the database's command-line tool. ``drivers``: by
    module, in order of preference, SQLAlchemy's name of a driver that a URL may leave out.
    ``long_text``: SQLAlchemy's type for text of any length.

    Keywords of scripts and models, with the prefix: ``script_words``, by ``Alter`` and ``Drop``,
    say how a column is changed, not what it is; they begin with SQLAlchemy's name of the database.
    ``cast_word`` is the one of them by which a script converts values to a new type. ``not_valid``
    marks a constraint that existing rows were not checked against, ``nulls_not_distinct`` a unique
    constraint for which NULLs are equal. ``false_options``, without the prefix, are options whose
    default is not False.
    """

    name: ClassVar[str] = "default"
    transactional_ddl: ClassVar[bool] = False
    has_comments: ClassVar[bool] = False
    has_identity: ClassVar[bool] = False
    has_namespaces: ClassVar[bool] = False
    holds_types: ClassVar[bool] = True
    batches: ClassVar[bool] = False
    refusal: ClassVar[str] = "are refused"
    neutral_values: ClassVar[Mapping[str, str | int | TextClause]] = {}
    target_kinds: ClassVar[frozenset[str]] = frozenset()
    system_namespaces: ClassVar[frozenset[str]] = frozenset({"information_schema"})
    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {}
    definitions: ClassVar[Mapping[type, Definition]] = {}
    grammar: ClassVar[str] = ""
    function_names: ClassVar[Mapping[str, str]] = {}
    style: ClassVar[ScriptStyle] = ScriptStyle()
    drivers: ClassVar[Mapping[str, str]] = {}
    long_text: ClassVar[type[TypeEngine[str]]] = Text
    script_words: ClassVar[Mapping[type, frozenset[str]]] = {}
    cast_word: ClassVar[str] = ""
    not_valid: ClassVar[str] = "not_valid"
    nulls_not_distinct: ClassVar[str] = "nulls_not_distinct"
    false_options: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, sqlalchemy_dialect: SQLAlchemyDialect) -> None:
        """Keep ``sqlalchemy_dialect``, which compiles types and expressions. It must not double
        percent signs (its paramstyle is "named"), since statements are sent without parameters.
        """
        self.sa = sqlalchemy_dialect
        self.kinds_brought: Callable[[], Sequence[Kind]] = tuple
        self._type_texts: dict[Hashable, str] = {}
        self._type_clauses: dict[Hashable, Clause] = {}
        self._texts: dict[Hashable, str] = {}
        self._expression_clauses: dict[str, Clause] = {}
        self._default_clauses: dict[Hashable, Clause | None] = {}

    # --- writing ----------------------------------------------------------------------------------

    def quote(self, name: str) -> str:
        """Return an identifier as SQL, quoted where needed."""
        return self.sa.identifier_preparer.quote(name)

    def qualified(self, namespace: str, name: str) -> str:
        """Return the full name of a table, type or sequence, quoted where needed."""
        if namespace:
            return f"{self.quote(namespace)}.{self.quote(name)}"
        return self.quote(name)

    def columns(self, names: Iterable[str]) -> str:
        """Return column names as SQL, separated by commas."""
        return ", ".join(self.quote(name) for name in names)

    def literal(self, text: str) -> str:
        """Return a string as an SQL literal."""
        return "'" + text.replace("'", "''") + "'"

    def definition(self, value: Object) -> str:
        """Return the SQL of ``value`` inside CREATE TABLE."""
        return self.definitions[type(value)](value, self)

    def statements(
        self, operations: Sequence[Operation], state: State
    ) -> Iterator[Statement]:
        """Return the statements of ``operations``, which form one group (a batch block, or one
        alone); ``state`` is the database before them.
        """
        for operation in operations:
            yield from self.emitter(operation)(operation, self, state)

    def inserting(self, table: Any, inserts: Iterable[str]) -> Iterator[Statement]:
        """Return the statements ``inserts`` into ``table``, with what must stand around them."""
        for sql in inserts:
            yield Statement(sql)

    def updating(self, column: Object, value: str, where: str, state: State) -> str:
        """Return the UPDATE that sets ``column`` to the SQL ``value`` in rows that satisfy
        ``where``, and changes no other column.
        """
        key = column.key
        table = self.qualified(key.namespace, key.table)
        return f"UPDATE {table} SET {self.quote(key.name)} = {value} WHERE {where}"

    def emitter(self, operation: Operation) -> Emitter:
        """Return the function that writes the statements of ``operation``. Raises
        :class:`OperationUnsupported` where there is none.
        """
        emitter = self._emitter(type(operation), type(operation.object))
        if emitter is None:
            verb = type(operation).__name__.lower()
            raise OperationUnsupported(verb, str(operation.object.key), self.sa.name)
        return emitter

    def does(self, operation: Operation) -> bool:
        """Whether this database can execute ``operation``."""
        return self._emitter(type(operation), type(operation.object)) is not None

    def _emitter(self, shape: type, kind: type) -> Emitter | None:
        own = self.emitters.get((shape, kind))
        if own is not None or kind not in self.ways:
            return own
        return self.ways[kind].emitters.get(shape)

    # --- what packages bring ----------------------------------------------------------------------

    @cached_property
    def ways(self) -> Mapping[type, Ways]:
        """Return, by class of values, how this database handles the kinds that packages bring; what
        a package states for a base dialect counts for its relatives.
        """
        names = [str(vars(class_).get("name")) for class_ in type(self).__mro__]
        ways = {}
        for kind in self.kinds_brought():
            stated = [kind.ways[name] for name in names if name in kind.ways]
            if stated:
                ways[kind.value] = stated[0]
        return ways

    # --- compiling --------------------------------------------------------------------------------

    @cached_property
    def ddl(self) -> Any:
        """Return SQLAlchemy's DDL compiler for this database."""
        return self.sa.ddl_compiler(self.sa, None)  # type: ignore[arg-type]

    def compiled(self, expression: Any) -> str:
        """Return a SQLAlchemy expression as SQL, with literal values and columns without their
        table. Expressions that are certainly written alike are compiled once.
        """
        key = expression_key(expression)
        if key is None:
            return self._compiled(expression)
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = self._compiled(expression)
        return text

    def _compiled(self, expression: Any) -> str:
        return str(
            self.ddl.sql_compiler.process(
                expression, include_table=False, literal_binds=True
            )
        )

    def compiled_type(self, type_: Any, column: Any = None) -> str:
        """Return a SQLAlchemy type as SQL; types that are certainly written alike are compiled
        once.
        """
        key = type_key(type_)
        if key is None:
            return self._compiled_type(type_, column)
        text = self._type_texts.get(key)
        if text is None:
            text = self._type_texts[key] = self._compiled_type(type_, column)
        return text

    def model_type(self, type_: Any, column: Any) -> Clause:
        """Return the clause of a model's type; types that are certainly written alike share one
        clause.
        """
        key = type_key(type_)
        if key is None:
            return self.type_clause(self._compiled_type(type_, column), type_)
        clause = self._type_clauses.get(key)
        if clause is None:
            text = self._compiled_type(type_, column)
            clause = self._type_clauses[key] = self.type_clause(text, type_)
        return clause

    def _compiled_type(self, type_: Any, column: Any) -> str:
        compiler = self.sa.type_compiler_instance
        return str(compiler.process(type_, type_expression=column))

    def compiled_default(self, column: Any) -> str | None:
        """Return a column's server default as SQL, or None where it has none."""
        text = self.ddl.get_column_default_string(column)
        return None if text is None else str(text)

    def model_default(self, column: Any, type_: Clause) -> Clause | None:
        """Return the clause of a column's server default, or None where it has none; defaults that
        are certainly written alike, in columns of one type, share one clause.
        """
        stated = expression_key(column.server_default.arg)
        if stated is None:
            return self._model_default(column, type_)
        key = (stated, type_.normal, type_.sql)
        if key not in self._default_clauses:
            self._default_clauses[key] = self._model_default(column, type_)
        return self._default_clauses[key]

    def _model_default(self, column: Any, type_: Clause) -> Clause | None:
        sql = self.compiled_default(column)
        return None if sql is None else self.default_clause(sql, type_)

    def autoincrements(self, column: Any) -> bool:
        """Whether CREATE TABLE would number the rows by this SQLAlchemy column in the database's
        older way (not IDENTITY).
        """
        return False

    def named_type(self, type_: Any) -> Object | None:
        """Return the named type of a column's SQLAlchemy type: one of this database's own (an
        enum), or of a kind that a package brings; None where it has none.
        """
        for kind in self.kinds_brought():
            value = kind.of_type(type_, self) if kind.of_type is not None else None
            if value is not None:
                return value
        return self.own_named_type(type_)

    def own_named_type(self, type_: Any) -> Object | None:
        """Return this database's own named type of a column's SQLAlchemy type, or None."""
        return None

    def exclusion(self, constraint: Any) -> Iterable[Object]:
        """Return the value of SQLAlchemy's ``ExcludeConstraint``; empty where the database has no
        such constraint.
        """
        return ()

    # --- values in rows ---------------------------------------------------------------------------

    def recast(self, before: Clause, after: Clause) -> Recast:
        """Return what happens to a column's values when its type changes from ``before`` to
        ``after``.
        """
        return NO_RECAST

    def answer_within(self, connection: Connection, sql: str, seconds: float) -> Any:
        """Return the first value of a query; None where it takes longer than ``seconds``, or is
        refused.

        Session and transaction stay as they were. The base class cannot stop a query, so it sends
        none.
        """
        return None

    def tried_fill(
        self,
        connection: Connection,
        operation: Create[Object] | Alter[Object],
        fill: Clause,
        table: str,
    ) -> tuple[object, ...]:
        """Return the value of ``fill`` in the column of ``operation``, a column of the existing
        ``table`` (quoted), as a tuple of one.

        No row is changed. 1 stands for any value where the database checks the type; the tuple is
        empty where the value cannot be tried. Raises DBAPIError where the database refuses it.
        """
        return ()

    def null_refused(self, problem: DBAPIError) -> bool:
        """Whether a statement was refused because a row has NULL in a NOT NULL column."""
        return False

    # --- running ----------------------------------------------------------------------------------

    @classmethod
    def own_drivers(cls) -> Mapping[str, str]:
        """Return the ``drivers`` that this very class states: SQLAlchemy's dialect of a relative
        need not have the same ones.
        """
        stated: Mapping[str, str] = vars(cls).get("drivers", {})
        return stated

    @classmethod
    def prepare_engine(cls, engine: Engine) -> None:
        """Set what every connection needs, before the first one is made."""

    @contextmanager
    def around(self, connection: Connection) -> Iterator[None]:
        """Set and reset what must be in force around the transaction of one revision."""
        yield

    @contextmanager
    def locked(
        self, connection: Connection, name: str, timeout: float
    ) -> Iterator[bool]:
        """Hold the lock ``name`` on the database, in the session of ``connection``; yield whether
        it was taken within ``timeout`` seconds.

        The session that works holds the lock: a server may go on with the last statement of a
        client that was killed, and nobody else must begin before it is done. The base class has no
        lock and yields True.
        """
        yield True

    def lock_holder(self, connection: Connection, name: str) -> str:
        """Describe the holder of the lock ``name`` of :meth:`locked`; "" where it is unknown."""
        return ""

    def rows_atomic(self, connection: Connection) -> bool:
        """Whether changes of rows in a killed session are certainly rolled back with the rest of
        their transaction, where DDL is not.
        """
        return False

    @contextmanager
    def scratch(self, connection: Connection) -> Iterator[URL]:
        """Create an empty throw-away database beside the live one, yield its URL, and drop it after
        the block.

        Raises ScratchImpossible where none can be created.
        """
        raise ScratchImpossible(self.name, "no way to make one is known")
        yield

    # --- normal forms -----------------------------------------------------------------------------

    def normal_type(self, sql: str) -> str:
        """Return the normal form of a type's spelling, as near to the server's own as it can be
        without asking.
        """
        return " ".join(sql.split()).upper()

    def normal_default(self, sql: str, type_normal: str) -> str:
        """Return the normal form of a column default's spelling."""
        return self.normal_expression(sql)

    def normal_expression(self, sql: str) -> str:
        """Return the normal form of a condition or expression."""
        return " ".join(sql.split())

    # --- reading ----------------------------------------------------------------------------------

    def read(self, connection: Connection, scope: Scope) -> Schema:
        """Return the objects of autodiff's own kinds for :meth:`live`, by a fixed number of catalog
        queries.
        """
        raise NotImplementedError(type(self).__name__)

    def live(self, connection: Connection, scope: Scope) -> Schema:
        """Return the live schema within ``scope``, with the kinds that packages bring."""
        own = self.read(connection, scope)
        brought = [
            value
            for ways in self.ways.values()
            for value in ways.read(connection, self, scope)
            if scope.holds(value)
        ]
        return own.with_objects(brought) if brought else own

    def users(self, connection: Connection, key: Key) -> Iterable[Object]:
        """Return the live objects that depend on ``key``, those of other namespaces where the
        database can tell.
        """
        schema = self.read(connection, Scope((key.namespace,)))
        return [value for value in schema.values() if key in value.depends_on()]

    def namespace(self, schema: str | None) -> str:
        """Return a schema name as a namespace: "" for the connection's default one, named or not."""
        if schema is None or schema == self.sa.default_schema_name:
            return ""
        return schema

    def prepare(self, declared: Schema, reflected: Schema) -> Schema:
        """Fill in ``declared`` what the spelling of its clauses depends on (the case of column
        names, the collation that a table gives its columns), before :meth:`spell`.
        """
        return declared

    def agree(self, declared: Schema, reflected: Schema) -> Schema:
        """Return ``declared`` with what the models leave open filled in from ``reflected``: names
        of unnamed constraints, options that no model states.
        """
        return declared

    def automatic_name(self, value: Object, taken: Iterable[str]) -> str | None:
        """Return the name that the server gives to an unnamed constraint, None where it gives none;
        ``taken`` names are in use.
        """
        return None

    def question(self, value: Object, live: Sequence[Object]) -> Object | None:
        """Reduce ``value`` to the clauses that this database spells in its own way and that none of
        ``live`` has in the same text; None where nothing is left to ask.
        """
        return value.question(live)

    def spell(
        self, connection: Connection, questions: Sequence[Question], declared: Schema
    ) -> Mapping[Question, Object]:
        """Ask the database how it spells ``questions``; the result lacks those that it refuses.

        ``declared`` has the types and sequences that they may use. The database is left as it was.
        Raises SpellingRefused where this connection may not ask. The base class asks nothing: texts
        are kept as written.
        """
        return {}

    def default_clause(self, sql: str, type_: Clause) -> Clause:
        """Return a column default's clause from its spelling and the column's type."""
        return Clause(self.normal_default(sql, type_.normal), sql)

    def spells_default(self, sql: str, default: Clause, type_: Clause) -> bool:
        """Whether this database spells the string literal ``sql``, as the default of a column of
        ``type_``, like ``default``.
        """
        return self.default_clause(sql, type_).normal == default.normal

    def stores(self, persisted: bool | None) -> bool:
        """Whether a computed column that states ``persisted`` is stored here."""
        return bool(persisted)

    def table_options(self, table: Any) -> tuple[tuple[str, Any], ...]:
        """Return the options of a SQLAlchemy table for this database, normalized and sorted."""
        return ()

    def type_object(self, sql: str) -> object:
        """Return the SQLAlchemy type that is written as ``sql`` on this database."""
        raise NotImplementedError(type(self).__name__)

    def type_clause(self, sql: str, source: object = None) -> Clause:
        """Return a type's clause from its spelling; ``source`` is the Python object that it came
        from.
        """
        return Clause(self.normal_type(sql), sql, source)

    def expression_clause(self, sql: str, source: object = None) -> Clause:
        """Return the clause of a condition or expression from its spelling, cached by spelling
        where there is no ``source``.
        """
        if source is not None:
            return Clause(self.normal_expression(sql), sql, source)
        clause = self._expression_clauses.get(sql)
        if clause is None:
            clause = Clause(self.normal_expression(sql), sql)
            self._expression_clauses[sql] = clause
        return clause
