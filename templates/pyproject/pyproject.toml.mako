[tool.autodiff]
# Each key is described in docs/settings.md; ${"$"}{NAME} reads an environment variable.
# The environment: env.py, the script template, and the revisions in versions/.
script_location = "${directory}"
# The database; the variable AUTODIFF_URL and the option --url go before it.
url = "${url or "driver://user:pass@localhost/dbname"}"
# The models: MODULE:NAME of your declarative base or MetaData.
% if models:
models = "${models}"
% else:
# models = "shop.models:Base"
% endif
