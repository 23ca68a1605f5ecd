"""Where things are kept between runs."""

from onlooker.stores.blob_folder import BlobFolder
from onlooker.stores.blob_memory import MemoryBlobs
from onlooker.stores.blobs import Blobs, open_blobs
from onlooker.stores.reply_folder import ReplyFolder
from onlooker.stores.reply_notes import ReplyNotes

__all__ = ["BlobFolder", "Blobs", "MemoryBlobs", "ReplyFolder", "ReplyNotes", "open_blobs"]
