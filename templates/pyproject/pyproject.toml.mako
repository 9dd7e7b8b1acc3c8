<%page args="example='driver://user:pass@localhost/dbname'"/>\
[tool.autodiff]
# Settings of autodiff. ${"$"}{NAME} reads the environment variable NAME.
# The environment: env.py, the script template, and the revisions in versions/.
script_location = ${toml(directory)}
# The database; the option --url and the variable AUTODIFF_URL go before it.
url = ${toml(url or example)}
# The models: MODULE:NAME of your declarative base or MetaData; several allowed.
% if models:
models = ${toml(models)}
% else:
# models = "shop.models:Base"
% endif
