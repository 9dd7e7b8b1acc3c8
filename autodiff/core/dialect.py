"""The dialect: everything the shared code may ask of one sort of database."""

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

    ``emitters``: by ``Create``, ``Drop``, ``Alter``, ``Rename``. ``settle`` is asked about objects
    that are on both sides and still differ; it leaves nothing behind.
    """

    read: Reading
    emitters: Mapping[type, Emitter]
    settle: Settling | None = None


@frozen
class Kind:
    """A kind of object that a package brings: its value's class, how models declare it, by name of
    a dialect ("default": any) the database's ways, and the functions that scripts call on ``op``.
    ``of_type``: where it is a named type that columns may have, the one of a SQLAlchemy type.
    """

    value: type[Object]
    declared: Declaring
    ways: Mapping[str, Ways]
    operations: Sequence[Callable[..., Any]] = ()
    of_type: Typing | None = None


class Dialect:
    """One database's ways. A package under ``dialects/`` fills the tables and overrides methods.

    ``emitters`` says by (operation, kind) how it is done; ``definitions`` by kind how an object is
    written inside CREATE TABLE (what is missing there is created after the table). ``refusal``:
    what becomes of values that a new type does not hold. ``batches``:
    changes to one table cost less together. ``neutral_values``: by the name of a type that
    only this database has, or holds in its own way, what a row holds of which nothing is known. ``target_kinds``: a foreign
    key must point at what provides a key of one of these kinds; where none is named, at anything.
    ``grammar``: what sqlglot calls this database's SQL. ``function_names``: how it calls functions
    that it shows under another name than they may be written by. ``style``: how SQL is printed for
    the tool that people run it with. ``drivers``: by module, in order of preference, SQLAlchemy's
    name of a driver that a URL may leave out. ``long_text``: SQLAlchemy's type for text of any
    length.

    Keywords of scripts and models, whole: ``script_words`` say, by ``Alter`` and ``Drop``, how a
    column is changed and not what it has, and begin with SQLAlchemy's name of the database;
    ``cast_word`` is that of them by which a script itself turns values into those of a new type.
    ``not_valid`` marks a constraint whose rows were not looked at, ``nulls_not_distinct`` a unique
    one that takes NULL for a value. ``false_options`` are those,
    without the prefix, of which False is not what holds if nothing is said.
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
        """``sqlalchemy_dialect`` compiles types and expressions; it must not double percent signs
        (its paramstyle is "named"), since statements are sent without parameters.
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
        """An identifier as it stands in SQL, quoted where needed."""
        return self.sa.identifier_preparer.quote(name)

    def qualified(self, namespace: str, name: str) -> str:
        """A table's (type's, sequence's) full name, quoted where needed."""
        if namespace:
            return f"{self.quote(namespace)}.{self.quote(name)}"
        return self.quote(name)

    def columns(self, names: Iterable[str]) -> str:
        """Column names in SQL, separated by commas."""
        return ", ".join(self.quote(name) for name in names)

    def literal(self, text: str) -> str:
        """A string as an SQL literal."""
        return "'" + text.replace("'", "''") + "'"

    def definition(self, value: Object) -> str:
        """``value`` as it is written inside CREATE TABLE."""
        return self.definitions[type(value)](value, self)

    def statements(
        self, operations: Sequence[Operation], state: State
    ) -> Iterator[Statement]:
        """The statements of ``operations``, which form one group (a batch block, or one alone)."""
        for operation in operations:
            yield from self.emitter(operation)(operation, self, state)

    def inserting(self, table: Any, inserts: Iterable[str]) -> Iterator[Statement]:
        """The statements of ``inserts`` into ``table``, with what must stand around them."""
        for sql in inserts:
            yield Statement(sql)

    def updating(self, column: Object, value: str, where: str, state: State) -> str:
        """UPDATE of ``column`` to the SQL ``value``, which changes nothing else of the rows."""
        key = column.key
        table = self.qualified(key.namespace, key.table)
        return f"UPDATE {table} SET {self.quote(key.name)} = {value} WHERE {where}"

    def emitter(self, operation: Operation) -> Emitter:
        """How ``operation`` is done here. Raises :class:`OperationUnsupported`."""
        found = self._emitter(type(operation), type(operation.object))
        if found is None:
            verb = type(operation).__name__.lower()
            raise OperationUnsupported(verb, str(operation.object.key), self.sa.name)
        return found

    def does(self, operation: Operation) -> bool:
        """Whether there is a way to do ``operation`` here."""
        return self._emitter(type(operation), type(operation.object)) is not None

    def _emitter(self, shape: type, kind: type) -> Emitter | None:
        own = self.emitters.get((shape, kind))
        if own is not None or kind not in self.ways:
            return own
        return self.ways[kind].emitters.get(shape)

    # --- what packages bring ----------------------------------------------------------------------

    @cached_property
    def ways(self) -> Mapping[type, Ways]:
        """By class of its values: what this database does with a kind that a package brings. The
        ways of a dialect that this one is made from will do.
        """
        names = [str(vars(each).get("name")) for each in type(self).__mro__]
        found = {}
        for kind in self.kinds_brought():
            known = [kind.ways[name] for name in names if name in kind.ways]
            if known:
                found[kind.value] = known[0]
        return found

    # --- compiling --------------------------------------------------------------------------------

    @cached_property
    def ddl(self) -> Any:
        """SQLAlchemy's DDL compiler for this database."""
        return self.sa.ddl_compiler(self.sa, None)  # type: ignore[arg-type]

    def compiled(self, expression: Any) -> str:
        """A SQLAlchemy expression as SQL, values written out, columns without their table; what is
        certainly written alike is compiled once.
        """
        key = expression_key(expression)
        if key is None:
            return self._compiled(expression)
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = self._compiled(expression)
        return found

    def _compiled(self, expression: Any) -> str:
        return str(
            self.ddl.sql_compiler.process(
                expression, include_table=False, literal_binds=True
            )
        )

    def compiled_type(self, type_: Any, column: Any = None) -> str:
        """A SQLAlchemy type as SQL; types that are certainly written alike are compiled once."""
        key = type_key(type_)
        if key is None:
            return self._compiled_type(type_, column)
        found = self._type_texts.get(key)
        if found is None:
            found = self._type_texts[key] = self._compiled_type(type_, column)
        return found

    def model_type(self, type_: Any, column: Any) -> Clause:
        """The clause of a model's type; one for all types that are certainly written alike."""
        key = type_key(type_)
        if key is None:
            return self.type_clause(self._compiled_type(type_, column), type_)
        found = self._type_clauses.get(key)
        if found is None:
            text = self._compiled_type(type_, column)
            found = self._type_clauses[key] = self.type_clause(text, type_)
        return found

    def _compiled_type(self, type_: Any, column: Any) -> str:
        compiler = self.sa.type_compiler_instance
        return str(compiler.process(type_, type_expression=column))

    def compiled_default(self, column: Any) -> str | None:
        """A column's server default as SQL, or None where it has none."""
        text = self.ddl.get_column_default_string(column)
        return None if text is None else str(text)

    def model_default(self, column: Any, type_: Clause) -> Clause | None:
        """The clause of a column's server default, or None where it has none; one for all that are
        certainly written alike in columns of one type.
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
        """Whether CREATE TABLE would make this SQLAlchemy column number its rows in the
        dialect's own old way.
        """
        return False

    def named_type(self, type_: Any) -> Object | None:
        """The named type that a column's SQLAlchemy type brings along: one of the database's own
        (an enum), or of a kind that a package brings; None for all others.
        """
        for kind in self.kinds_brought():
            value = kind.of_type(type_, self) if kind.of_type is not None else None
            if value is not None:
                return value
        return self.own_named_type(type_)

    def own_named_type(self, type_: Any) -> Object | None:
        """The named type of the database's own that a column's type brings along."""
        return None

    def exclusion(self, constraint: Any) -> Iterable[Object]:
        """The value of SQLAlchemy's ``ExcludeConstraint``, where the database has such."""
        return ()

    # --- values in rows ---------------------------------------------------------------------------

    def recast(self, before: Clause, after: Clause) -> Recast:
        """What becomes of the values of a column whose type changes."""
        return NO_RECAST

    def answer_within(self, connection: Connection, sql: str, seconds: float) -> Any:
        """The first value of a query; None where it takes longer than ``seconds``, or is refused.

        Session and transaction are left as they were. Here no way is known to stop a query: none
        is asked.
        """
        return None

    def tried_fill(
        self,
        connection: Connection,
        operation: Create[Object] | Alter[Object],
        fill: Clause,
        table: str,
    ) -> tuple[object, ...]:
        """The one value that ``fill`` gives in the column of ``operation``, of the existing ``table``
        (quoted): tried on no row, and nothing stays. 1 stands for any value where the database
        minds the type; nothing comes back where it cannot be tried.

        Raises DBAPIError where the database refuses it.
        """
        return ()

    def null_refused(self, problem: DBAPIError) -> bool:
        """Whether a statement was refused since a row holds NULL where it must not."""
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
        """What must hold around the transaction of one revision."""
        yield

    @contextmanager
    def locked(
        self, connection: Connection, name: str, timeout: float
    ) -> Iterator[bool]:
        """Hold the lock ``name`` on the database, in the session of ``connection``.

        Gives whether it was had within ``timeout`` seconds. The lock of the very session that
        works: a server may go on with the last statement of a client that was killed, and nobody
        else must begin before it is done. Here: no such lock, always had.
        """
        yield True

    def lock_holder(self, connection: Connection, name: str) -> str:
        """Who holds the lock ``name`` of :meth:`locked`, in words; "" where that cannot be told."""
        return ""

    def rows_atomic(self, connection: Connection) -> bool:
        """Whether changes of rows in a killed session are certainly rolled back with all else
        in their transaction, where DDL is not.
        """
        return False

    @contextmanager
    def scratch(self, connection: Connection) -> Iterator[URL]:
        """The URL of an empty throw-away database beside the live one; gone after the block.

        Raises ScratchImpossible where none can be made.
        """
        raise ScratchImpossible(self.name, "no way to make one is known")
        yield

    # --- normal forms -----------------------------------------------------------------------------

    def normal_type(self, sql: str) -> str:
        """The normal form of a type's spelling, as near to the server's own as can be told here."""
        return " ".join(sql.split()).upper()

    def normal_default(self, sql: str, type_normal: str) -> str:
        """The normal form of a column default's spelling."""
        return self.normal_expression(sql)

    def normal_expression(self, sql: str) -> str:
        """The normal form of a condition or expression."""
        return " ".join(sql.split())

    # --- reading ----------------------------------------------------------------------------------

    def read(self, connection: Connection, scope: Scope) -> Schema:
        """What :meth:`live` gives of autodiff's own kinds, by a fixed number of catalog queries."""
        raise NotImplementedError(type(self).__name__)

    def live(self, connection: Connection, scope: Scope) -> Schema:
        """The live schema within ``scope``, the kinds that packages bring included."""
        own = self.read(connection, scope)
        brought = [
            value
            for ways in self.ways.values()
            for value in ways.read(connection, self, scope)
            if scope.holds(value)
        ]
        return own.with_objects(brought) if brought else own

    def users(self, connection: Connection, key: Key) -> Iterable[Object]:
        """The objects of the live database that need ``key``, wherever they stand."""
        found = self.read(connection, Scope((key.namespace,)))
        return [each for each in found.values() if key in each.depends_on()]

    def namespace(self, schema: str | None) -> str:
        """A schema name as a namespace: "" for the connection's default one, named or not."""
        if schema is None or schema == self.sa.default_schema_name:
            return ""
        return schema

    def prepare(self, declared: Schema, reflected: Schema) -> Schema:
        """Fill in ``declared`` what the spelling of its clauses depends on: the letters of column
        names, the collation that a table gives its columns. Comes before :meth:`spell`.
        """
        return declared

    def agree(self, declared: Schema, reflected: Schema) -> Schema:
        """``declared`` with what the models leave open filled as the live database has it: names
        of unnamed constraints, options that no model states.
        """
        return declared

    def automatic_name(self, value: Object, taken: Iterable[str]) -> str | None:
        """The name that the server gives to an unnamed constraint, if it names them."""
        return None

    def question(self, value: Object, live: Sequence[Object]) -> Object | None:
        """Reduce ``value`` to what this database spells in its own way and none of ``live``
        already says in the same text; None where nothing is left to ask.
        """
        return value.question(live)

    def spell(
        self, connection: Connection, questions: Sequence[Question], declared: Schema
    ) -> Mapping[Question, Object]:
        """Ask the database how it spells ``questions``; what it refuses is missing in the result.

        ``declared`` has the types and sequences that they may use. Nothing is left behind. Raises
        SpellingRefused where this connection may not ask. Here: texts are kept as written.
        """
        return {}

    def default_clause(self, sql: str, type_: Clause) -> Clause:
        """A column default's clause from its spelling and the column's type."""
        return Clause(self.normal_default(sql, type_.normal), sql)

    def spells_default(self, sql: str, default: Clause, type_: Clause) -> bool:
        """Tell whether this database spells the string literal ``sql`` as ``default``, where it is
        the default of a column of ``type_``.
        """
        return self.default_clause(sql, type_).normal == default.normal

    def stores(self, persisted: bool | None) -> bool:
        """Whether a computed column that states ``persisted`` is stored here."""
        return bool(persisted)

    def table_options(self, table: Any) -> tuple[tuple[str, Any], ...]:
        """The options that a SQLAlchemy table states for this database, normalised and sorted."""
        return ()

    def type_object(self, sql: str) -> object:
        """The SQLAlchemy type that is written as ``sql`` here."""
        raise NotImplementedError(type(self).__name__)

    def type_clause(self, sql: str, source: object = None) -> Clause:
        """A type's clause from its spelling."""
        return Clause(self.normal_type(sql), sql, source)

    def expression_clause(self, sql: str, source: object = None) -> Clause:
        """A condition's or expression's clause from its spelling; one for each spelling."""
        if source is not None:
            return Clause(self.normal_expression(sql), sql, source)
        found = self._expression_clauses.get(sql)
        if found is None:
            found = Clause(self.normal_expression(sql), sql)
            self._expression_clauses[sql] = found
        return found
