"""One file a format: bytes of one document -> the reports found in it. Run in a child process (guard.py), except for plain text."""
