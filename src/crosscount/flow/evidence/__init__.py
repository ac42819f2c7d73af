"""Evidence that a stranger can recount: a folder with pseudonymised members, a signature, and proofs."""
