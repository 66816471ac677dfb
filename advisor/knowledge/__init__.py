"""What the experts say: rules, facts, sources and claims, written in YAML and read without any engine."""
