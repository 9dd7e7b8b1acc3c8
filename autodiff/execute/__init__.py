"""Running revisions: what scripts hand over, the version table, the journal, the lock, the runner."""
