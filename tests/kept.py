"""Rows that are kept beside their tables, in a schema of their own, and put back later: much sooner than made again.

Rows only: sequences run on, so nothing made later shares an id. Triggers and foreign keys are none of a copy's business.
"""

from __future__ import annotations

from psycopg import sql

from tests.server import run_sql

_KEEP = """
DO $$ DECLARE t text; found bool; BEGIN
EXECUTE format('CREATE SCHEMA %I', {schema});
FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ {still} LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', t) INTO found;
    IF found THEN EXECUTE format('CREATE TABLE %I.%I AS TABLE public.%I', {schema}, t, t); END IF;
END LOOP; END $$
"""
_PUT_BACK = """
DO $$ DECLARE t text; found bool; BEGIN
SET LOCAL session_replication_role = replica;
FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ {still} LOOP
    EXECUTE format('DELETE FROM public.%I', t);
    SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = {schema} AND tablename = t) INTO found;
    IF found THEN EXECUTE format('INSERT INTO public.%I SELECT * FROM %I.%I', t, {schema}, t); END IF;
END LOOP; END $$
"""


def keep(database: str, name: str, *, still: str) -> None:
    """Copy every table with rows, but for those whose names fit ``still``, under a name."""
    run_sql(database, sql.SQL(_KEEP).format(schema=f"kept_{name}", still=still))


def put_back(database: str, name: str, *, still: str) -> None:
    """Let every table, but for those whose names fit ``still``, hold what it held under a name, and nothing else."""
    run_sql(database, sql.SQL(_PUT_BACK).format(schema=f"kept_{name}", still=still))


def is_kept(database: str, name: str) -> bool:
    """True if something was kept under a name."""
    question = sql.SQL("SELECT count(*) FROM pg_namespace WHERE nspname = {}").format(f"kept_{name}")
    return bool(run_sql(database, question)[0][0])
