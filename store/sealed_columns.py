"""Every column that holds sealed values, with the purpose under which they were sealed.

`python -m store rotate-keys` goes through this list; a test compares it with the models.
"""

from typing import Any

from store.schema import Base

_tables = Base.metadata.tables

#: Column -> purpose.
SEALED: dict[Any, str] = {
    _tables["vault_entries"].c.sealed: "vault",
    _tables["telegram_updates"].c.sealed: "telegram-update",
    _tables["telegram_chats"].c.sealed: "telegram-chat",
    _tables["staff"].c.totp_sealed: "vault",
    _tables["tickets"].c.mobile_sealed: "vault",
}
