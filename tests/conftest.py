"""The fixtures that all tests share; what each gives is said where it is defined."""

pytest_plugins = ["tests.servers.plugin", "tests.installed", "tests.pairs.plugin"]
