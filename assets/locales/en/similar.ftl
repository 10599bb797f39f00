# What is like a question or an idea: while it is typed, before it is posted, and beside what is already there.

similar-title = Is it one of these?
# Told to screen readers when the list has changed.
similar-found = { $count ->
    [one] { $count } similar topic under the title
   *[other] { $count } similar topics under the title
}
similar-article = Article
similar-idea = Idea
similar-related = Related

similar-review-title = Is it one of these?
similar-review-text = { $kind ->
    [idea] These look like your idea. A vote for one of them counts more than the same idea twice. Nothing of what you have typed is lost.
   *[question] These look like your question. Nothing of what you have typed is lost.
}
similar-post = { $kind ->
    [idea] Share my idea
   *[question] Post my question
}
similar-back = Back to the text

# For admins; the number follows.
similar-deflected = Similar questions that were opened instead of asking, last 30 days:
