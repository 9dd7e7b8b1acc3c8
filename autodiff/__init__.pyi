from autodiff.project import Project, init, open, templates  # noqa: A004

__version__: str

__all__ = ["Project", "__version__", "init", "open", "templates"]
