"""The tables of: who wants to be told when an application moves on."""
