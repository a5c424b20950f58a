"""What a notebook shows and what becomes of it: blocks, charts, sentences and the exporters."""
