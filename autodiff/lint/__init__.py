"""Rules that judge operations: what they do to rows, and what of the rows stops them."""
