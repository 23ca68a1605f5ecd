"""Every change of the tables, in order: the place in `MIGRATIONS`, counted from 1, is the schema's number.

A migration is never edited once released; a new one is a file here and a name at the end. Each statement is for both databases, with `{text}`
for a text column (Postgres is told to compare by code point, as SQLite does), `{id}` for a number that counts itself, `{index_only}` for a table
that is its own index, where there are such, and `{own_id}` and `{reason}` for what an index holds of those.
"""

from onlooker.stores.catalogue.migrations.fifth import FIFTH
from onlooker.stores.catalogue.migrations.first import FIRST
from onlooker.stores.catalogue.migrations.fourth import FOURTH
from onlooker.stores.catalogue.migrations.second import SECOND
from onlooker.stores.catalogue.migrations.third import THIRD

MIGRATIONS: tuple[tuple[str, ...], ...] = (FIRST, SECOND, THIRD, FOURTH, FIFTH)
