"""Views for autodiff: declared beside the tables, compared, written and run like them."""

from autodiff.extending import Kind
from autodiff_views.databases import WAYS
from autodiff_views.models import declared, view
from autodiff_views.operations import OPERATIONS
from autodiff_views.view import View

__all__ = ["VIEWS", "View", "view"]

VIEWS = Kind(View, declared, WAYS, OPERATIONS)
