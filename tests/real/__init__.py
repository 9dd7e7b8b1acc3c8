"""The models of published applications, taken from nothing to their tables and back."""
