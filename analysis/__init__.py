"""Seedbrief."""
