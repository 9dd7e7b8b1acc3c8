"""What each command does, as functions that return values and print nothing; ``autodiff.api`` lists them."""
