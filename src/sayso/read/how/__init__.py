"""How something is said: what the speaker does with it, how sure, and whether it is speech at all."""
