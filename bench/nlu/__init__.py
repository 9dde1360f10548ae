"""The intent pipeline beside Rasa's own, on public data and on ours."""
