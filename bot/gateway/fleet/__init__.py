"""Several gateways and Rasa servers as one assistant; with one of each it costs nothing."""
