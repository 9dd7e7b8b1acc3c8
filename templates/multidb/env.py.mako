"""Runs each autodiff command on each of your databases, one after the other.

Their names, URLs and models are in ${settings_file}. This file is for what settings cannot say:
engines of your own, statements before the revisions, hooks.
"""

from autodiff import context

for name in context.settings().databases:
    with context.connect(name) as connection:
        context.run(connection, database=name)
