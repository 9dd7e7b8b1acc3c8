"""Runs each autodiff command on your database.

The URL, the models and all other settings are in ${settings_file}. This file is for what
settings cannot say: an engine of your own, statements before the revisions, hooks.
"""

from autodiff import context

with context.connect() as connection:
    context.run(connection)
