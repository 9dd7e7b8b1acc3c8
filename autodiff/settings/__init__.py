"""The settings of a project in ``autodiff.ini`` or ``pyproject.toml``, read without SQLAlchemy."""

from autodiff.settings.hook import Hook
from autodiff.settings.keys import KEYS, SettingKey
from autodiff.settings.loading import load_settings
from autodiff.settings.masking import masked
from autodiff.settings.values import Settings

__all__ = ["KEYS", "Hook", "SettingKey", "Settings", "load_settings", "masked"]
