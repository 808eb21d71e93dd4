"""What holds documents: archives and lists of records -> their parts, one after the other, within limits."""
