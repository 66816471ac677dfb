"""What each `advisor rules ...` command does, a file a command."""
