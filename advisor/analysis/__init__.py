"""What can be said about an answer, or about the knowledge itself, without a screen."""
