"""What follows from the answers: the meaning of the rules, the engine that applies them, and the trace it leaves."""
