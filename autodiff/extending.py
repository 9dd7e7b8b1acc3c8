"""``extending``: what a package or an env.py needs to add a kind, an operation or a dialect."""

from autodiff.core.clause import Clause
from autodiff.core.code import Code, call, literal, op_call, sa_call, text_clause
from autodiff.core.dialect import Dialect, Emitter, Kind, Ways
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.own_operation import OwnOperation
from autodiff.core.printer import Printer
from autodiff.core.scope import Scope
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.core.style import ScriptStyle
from autodiff.dialects.packages import register_dialect, register_kind
from autodiff.dialects.standard import StandardDialect
from autodiff.frozen import frozen
from autodiff.kinds.keys import column_key, namespace_key, table_key
from autodiff.operations.handover import dialect
from autodiff.operations.own import (
    implementation_for,
    invoke,
    register_operation,
)

__all__ = [
    "Alter",
    "Clause",
    "Code",
    "Create",
    "Dialect",
    "Drop",
    "Emitter",
    "Key",
    "Kind",
    "Object",
    "Operation",
    "OwnOperation",
    "Printer",
    "Rename",
    "Scope",
    "StandardDialect",
    "State",
    "Statement",
    "ScriptStyle",
    "Ways",
    "call",
    "column_key",
    "dialect",
    "frozen",
    "implementation_for",
    "invoke",
    "literal",
    "namespace_key",
    "op_call",
    "register_dialect",
    "register_kind",
    "register_operation",
    "sa_call",
    "table_key",
    "text_clause",
]
