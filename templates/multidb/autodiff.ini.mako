# Settings of autodiff. ${"$"}{NAME} reads the environment variable NAME.
# An unknown key is an error, so a mistyped one is never silently ignored.

[autodiff]

# The environment: env.py, the script template, and the revisions in versions/.
script_location = ${directory}

# The databases, each with a section of its own below. A revision has a function for each:
# upgrade_one(), upgrade_two(), and the same for downgrade.
databases = one, two

# The name of a new revision's file, without .py, and the time zone of its date.
# file_template = %(year)d-%(month).2d-%(day).2d_%(rev)s_%(slug)s
# timezone = UTC

[one]

# The database: dialect://user:password@host:port/database
sqlalchemy.url = ${url or "driver://user:pass@localhost/one"}

# The models: MODULE:NAME of your declarative base or MetaData; several allowed.
% if models:
models = ${models}
% else:
# models = shop.models:Base
% endif

[two]

sqlalchemy.url = driver://user:pass@localhost/two
# models = shop.archive:Base
