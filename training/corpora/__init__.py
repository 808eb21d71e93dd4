"""One reader a corpus: files -> `Document`s with labels on word pieces."""
