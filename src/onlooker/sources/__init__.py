"""Where sessions come from. Every source finds places, asks what each holds, and lets `grouping` put together what is one session."""

from onlooker.sources.files import FileSource
from onlooker.sources.memory import MemorySource

__all__ = ["FileSource", "MemorySource"]
