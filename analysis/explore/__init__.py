"""Exploring and reviewing in JupyterLab."""
