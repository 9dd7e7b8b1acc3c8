"""A small web shop in two versions: what autodiff compares in the demo, and in its tests."""
