# What waits for those who may edit, or vote to close.

review-title = Review
review-lede = What members suggest and ask for, the oldest first. Look, then decide.
review-tab = { $tab ->
    [edits] Suggested edits
    [close] Votes to close
   *[reopen] Votes to reopen
}
review-edit-of = { $kind ->
    [question] Edit of a question
   *[answer] Edit of an answer
}
review-look = Look at it
review-voted = You have voted.
review-own-close = You closed this one, so others decide.
review-empty = Nothing is waiting
review-empty-text = { $shown ->
    [edits] Every suggested edit is decided.
    [close] No question has votes to close it.
   *[reopen] No question has votes to reopen it.
}
