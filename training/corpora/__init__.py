"""One reader a corpus: files -> `Document`s with labels on word pieces. `LABELLED` is the list of what a model is trained on."""
