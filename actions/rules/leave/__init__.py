"""Leave: the earned-leave account, and what each kind of leave allows."""
