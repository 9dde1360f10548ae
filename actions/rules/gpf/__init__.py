"""The general provident fund: subscription, interest, advance, withdrawal, payment."""
