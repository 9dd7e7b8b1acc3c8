# Settings of autodiff. Each key is described in docs/settings.md; an unknown key is an error.
# ${"$"}{NAME} reads the environment variable NAME.

[autodiff]

# The environment: env.py, the script template, and the revisions in versions/.
script_location = ${directory}

# The database: dialect://user:password@host:port/database
# The variable AUTODIFF_URL and the option --url go before it.
sqlalchemy.url = ${url or "driver://user:pass@localhost/dbname"}

# The models: MODULE:NAME of your declarative base or MetaData.
% if models:
models = ${models}
% else:
# models = shop.models:Base
% endif
