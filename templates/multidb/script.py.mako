"""${message}

Revision ID: ${revision}
Revises: ${revises}
Create Date: ${create_date}
% if notes:

% for note in notes:
- ${note}
% endfor
% endif
"""

${imports}

revision = ${repr(revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}
% if replaces:
replaces = ${repr(replaces)}
% endif
% for part in parts:


def upgrade${part.suffix}() -> None:
    ${part.upgrades}


def downgrade${part.suffix}() -> None:
    ${part.downgrades}
% endfor
