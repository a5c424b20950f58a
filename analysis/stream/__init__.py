"""Corpora of any size: seeds to the parts of a store, by many workers, in little memory.

`find_files` lists the seeds, `tasks` says what a worker does, `engines` and `dask` who does it,
`order` what all texts together tell; `stream` runs them one after another. What is finished stays
in a folder, so that a second run goes on where the first was stopped.
"""

from analysis.stream.engines import Engine, Processes
from analysis.stream.run import Made, Tell, stream
from analysis.stream.seeds import Seeds, find_files

__all__ = ["Engine", "Made", "Processes", "Seeds", "Tell", "find_files", "stream"]
