"""The comparison with the reference tool: the same random pairs, side by side."""
