"""Accounts of the helpdesk: signing in, the second factor, invitations, administration."""

from console.accounts.background import background as background
from console.accounts.routes import routes as routes
