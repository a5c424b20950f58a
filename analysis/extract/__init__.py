"""What a document says: attributions, claims, sources, figures and open questions."""
