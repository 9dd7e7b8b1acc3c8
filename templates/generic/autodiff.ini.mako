<%page args="example='driver://user:pass@localhost/dbname'"/>\
# Settings of autodiff. ${"$"}{NAME} reads the environment variable NAME.
# An unknown key is an error, so a mistyped one is never silently ignored.

[autodiff]

# The environment: env.py, the script template, and the revisions in versions/.
script_location = ${directory}

# The database: dialect://user:password@host:port/database
# The option --url and the variable AUTODIFF_URL go before it.
sqlalchemy.url = ${url or example}

# The models: MODULE:NAME of your declarative base or MetaData; several allowed.
% if models:
models = ${models}
% else:
# models = shop.models:Base
% endif

# Folders put first on Python's path, so that the models can be imported.
# prepend_sys_path = .

# Patterns of the names to leave alone.
# exclude = spatial_ref_sys, audit.*

# The name of a new revision's file, without .py, and the time zone of its date.
# file_template = %(year)d-%(month).2d-%(day).2d_%(rev)s_%(slug)s
# timezone = UTC
