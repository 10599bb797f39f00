# Merging ideas, what staff give for customers, and comments that became part of an idea.

ideas-cancel = Cancel
ideas-merge = Merge into another idea
ideas-merge-title = Merge into another idea
ideas-merge-text = Name the idea that says the same. Nothing happens before you have seen what will.
ideas-merge-into = The other idea
ideas-merge-into-hint = Its number, its address, or words to look for.
ideas-merge-continue = Continue
ideas-merge-similar = Ideas like this one
ideas-merge-none = No idea here is like this one. Name it by its number or address.
ideas-merge-score = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
}
ideas-merge-itself = This is the idea itself. Name another one.
ideas-merge-unknown = There is no idea of this number or address. Check it, or choose one of those below.
ideas-merge-circle = That idea is part of this one already. Take that merge back first.
ideas-merge-into-merged = That idea is itself part of idea { $id } now. Merge into that one.
ideas-merge-into-removed = That idea was removed, so nothing can become part of it.
ideas-merge-readers = The two are read by different people. Move one of them to the other’s board first.
ideas-merge-meanwhile = This idea is part of another one already. Somebody may have merged it a moment ago.
ideas-merge-removed = This idea was removed, so it cannot be merged.
ideas-merge-into-this = It becomes part of:
ideas-merge-closed = That idea is decided already. Votes that come along count there, and nobody can change them.
ideas-merge-what = What will happen
ideas-merge-voters = { $count ->
    [0] No votes come along.
    [one] { $count } voter comes along.
   *[other] { $count } voters come along.
}
ideas-merge-known = { $count ->
    [one] { $count } of them counts there already, and counts once.
   *[other] { $count } of them count there already, and count once.
}
ideas-merge-newer = { $count ->
    [one] { $count } voted differently there, and the newer vote from here counts.
   *[other] { $count } voted differently there, and their newer votes from here count.
}
ideas-merge-older = { $count ->
    [one] { $count } voted differently there since, and that newer vote stays.
   *[other] { $count } voted differently there since, and those newer votes stay.
}
ideas-merge-after = Afterwards it has { $up } for and { $down } against.
ideas-merge-followers = { $count ->
    [0] All who follow this idea follow that one already.
    [one] { $count } follower comes along.
   *[other] { $count } followers come along.
}
ideas-merge-comments = { $count ->
    [0] There are no comments to show there.
    [one] { $count } comment is shown there, with where it comes from.
   *[other] { $count } comments are shown there, with where they come from.
}
ideas-merge-address = The address of this idea leads there, and it stands in no list any more.
ideas-merge-can-undo = You can take it back at any time. Votes given there since then stay there.
ideas-merge-reason-hint = Everybody who follows the idea reads it, and it stands in its history.
ideas-merge-do = Merge them
ideas-merge-other = Choose another
notice-ideas-merged = The ideas are merged.

ideas-undo = Take the merge back
ideas-undo-title = Take a merge back
ideas-undo-this = This becomes an idea of its own again:
ideas-undo-votes = { $count ->
    [0] No votes came along, so none go.
    [one] { $count } vote that came along goes back with it.
   *[other] { $count } votes that came along go back with it.
}
ideas-undo-later = Votes given since then stay where they were given.
ideas-undo-followers = { $count ->
    [0] No followers came along, so none go.
    [one] { $count } follower who came along goes, unless another merge brings them too.
   *[other] { $count } followers who came along go, unless another merge brings them too.
}
ideas-undo-comments = { $count ->
    [0] It has no comments.
    [one] Its { $count } comment is shown with it alone.
   *[other] Its { $count } comments are shown with it alone.
}
ideas-undo-status = Its status is what it was before, and it stands in the lists again.
ideas-undo-do = Take it back
ideas-undo-again = This merge was taken back already.
ideas-undo-first = Idea { $id }, “{ $title }”, has itself become part of idea { $third }. Take that merge back first.
notice-ideas-undone = The merge is taken back.

ideas-part-of = This became part of another idea:
ideas-part-of-there = Vote and comment there.
ideas-part-of-unseen = This became part of another idea, so nothing here changes any more.
ideas-came-from = What you looked for is part of this idea now. Read it as it was:
ideas-merged-in = { $count ->
    [one] Merged into this idea
   *[other] Merged into this idea ({ $count })
}
ideas-merged-votes = { $count ->
    [0] No votes came along.
    [one] { $count } vote came along.
   *[other] { $count } votes came along.
}
ideas-merged-known = { $count ->
    [one] { $count } of them counted here already.
   *[other] { $count } of them counted here already.
}
ideas-merged-comments = Comments from merged ideas
ideas-merged-all = Show everything that was merged in
ideas-merged-title = Merged into: { $title }
ideas-merged-heading = Merged into this idea
ideas-merged-none = Nothing is merged into this idea.

ideas-extended-by = { $count ->
    [one] Extended by a comment
   *[other] Extended by { $count } comments
}
ideas-extension-by = Added by { $name }
ideas-extend = Make it part of the idea
ideas-unextend = Take it out of the idea
ideas-extends = Part of the idea
ideas-extend-most = An idea is extended by { $max } comments at most. Take one out first.
notice-ideas-extended = The comment is part of the idea now.
notice-ideas-unextended = The comment is a comment alone again.

ideas-behalf = From customers
ideas-behalf-by = Entered by our staff:
ideas-behalf-votes = { $count ->
    [one] { $count } vote entered by staff for a customer
   *[other] { $count } votes entered by staff for customers
}
ideas-behalf-many = 100 votes or more entered by staff for customers
ideas-behalf-given-up = For, given by { $by } for { $customer }
ideas-behalf-given-down = Against, given by { $by } for { $customer }
ideas-behalf-give = Give a customer’s vote
ideas-behalf-propose = Propose it for a customer
ideas-behalf-title = Give a customer’s vote
ideas-behalf-text = For somebody who told you what they want and is not here. The vote is theirs, and readers see that staff entered it.
ideas-behalf-customer = Customer
ideas-behalf-customer-hint = Their email address or their handle. For an address without an account one is made; no mail goes there.
ideas-behalf-name = Name
ideas-behalf-name-hint = What to call them if they have no account yet. Everybody can see it. May be empty.
ideas-behalf-way = Their vote
ideas-behalf-up = For the idea
ideas-behalf-down = Against it
ideas-behalf-self = This is your own account. Vote as yourself.
ideas-behalf-suspended = This account is suspended, so nothing can be given for it.
ideas-behalf-unread = This customer may not read the idea, so they have no say in it.
notice-ideas-vote-given = The customer’s vote is given.
votes-for-own = The idea is their own. Nobody votes on their own.
votes-for-given = They have had their say already: a vote, or one that they took back.
accounts-customer-unknown = Nobody has this handle. Check it, or enter an email address.
