"""How the product talks with people: the interview, the record, and what is shown of it."""
