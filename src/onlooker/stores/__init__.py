"""Where things are kept between runs."""

from onlooker.stores.reply_folder import ReplyFolder

__all__ = ["ReplyFolder"]
