"""What each command does, from its arguments to its exit code: thin shells around pure functions, a file a command.

Exit codes: 0 done, 2 bad usage or input, 3 a batch finished and some profiles failed, 4 a check found something, 130
interrupted.
"""

DONE, BAD_INPUT, SOME_FAILED, FOUND_SOMETHING, INTERRUPTED = 0, 2, 3, 4, 130
