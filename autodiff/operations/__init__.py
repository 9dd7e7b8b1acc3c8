"""What scripts may do: the functions of ``op``, by the kind of object that they work on."""
