"""What curators have done in the background: messages gathered and grouped, candidates checked."""
