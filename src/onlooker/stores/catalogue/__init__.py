"""The catalogue: runs, sessions, findings, patterns and costs, in an SQLite file or a Postgres database, by one code."""

from onlooker.stores.catalogue.migrate import SCHEMA
from onlooker.stores.catalogue.opening import open_catalogue, open_engine
from onlooker.stores.catalogue.sql_catalogue import SqlCatalogue

__all__ = ["SCHEMA", "SqlCatalogue", "open_catalogue", "open_engine"]
