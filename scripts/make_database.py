"""Makes the PostgreSQL database of a URL if it is not there: `make_database.py URL`."""

import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import errors, sql


def make_database(url: str) -> bool:
    """Creates the database under the URL's own role; returns whether it was new.

    Raises:
        psycopg2.OperationalError: the server does not answer, or refuses the role.
    """
    parts = urlsplit(url)
    connection = psycopg2.connect(urlunsplit(parts._replace(path="/postgres")))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            name = sql.Identifier(parts.path.lstrip("/"))
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))
    except errors.DuplicateDatabase:
        return False
    finally:
        connection.close()
    return True


def main(url: str) -> int:
    """Returns the exit status."""
    try:
        make_database(url)
    except psycopg2.Error as error:
        sys.stderr.write(f"The database could not be made: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
