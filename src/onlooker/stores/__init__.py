"""Where things are kept between runs."""

from onlooker.stores.blob_folder import BlobFolder
from onlooker.stores.blob_memory import MemoryBlobs
from onlooker.stores.reply_folder import ReplyFolder

__all__ = ["BlobFolder", "MemoryBlobs", "ReplyFolder"]
