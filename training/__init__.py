"""Trains the attribution model: from annotated documents to the files that the package loads."""
