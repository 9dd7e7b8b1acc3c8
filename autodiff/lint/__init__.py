"""Rules that judge operations: which rows they change, and which rows make them fail."""
