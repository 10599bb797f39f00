ideas-by = Idea by { $name }
ideas-status-name = { $key ->
    [new] New
    [under_review] Under review
    [planned] Planned
    [in_progress] In progress
    [delivered] Delivered
    [partly_delivered] Partly delivered
    [already_available] Already available
    [declined] Declined
   *[merged] Merged
}

# The list of ideas.
ideas-title = Ideas
ideas-lede = Say what would make things better, and vote for what you would use. Staff answer the leading ideas, with reasons.
ideas-board-title = { $name }: ideas
ideas-share = Share an idea
ideas-order = { $order ->
    [trending] Trending
    [top] Most votes
    [newest] Newest
    [updated] Latest updates
    [controversial] Controversial
   *[mine] My votes
}
ideas-all = All ideas
ideas-voted = Ideas that you voted on
ideas-by-board = Boards
ideas-every-board = All boards
ideas-by-status = Status
ideas-every-status = All
ideas-comments = { $count ->
    [0] Comments
    [one] { $count } comment
   *[other] { $count } comments
}
ideas-empty = No ideas here yet
ideas-empty-text = Say what you would like to have. Others vote for it, and staff say what becomes of it.
ideas-voted-empty = You have not voted on an idea
ideas-voted-empty-text = Ideas that you vote on are listed here, and you hear what becomes of them.
ideas-more = About ideas
ideas-budget-title = Your votes
ideas-budget = { $left ->
    [0] None of { $count } left
   *[other] { $left } of { $count } left
}
ideas-budget-hint = { $count ->
    [one] You can be for one open idea at a time. The vote comes back when the idea is decided.
   *[other] You can be for { $count } open ideas at a time. A vote comes back when its idea is decided.
}
ideas-outcome = { $count ->
    [one] What became of { $count } idea
   *[other] What became of { $count } ideas
}
ideas-kind-word = { $kind ->
    [done] done
    [accepted] on the way
    [refused] not done
   *[open] to be decided
}
ideas-kind-count = { $kind ->
    [done] Done { $count }
    [accepted] On the way { $count }
    [refused] Not done { $count }
   *[open] To be decided { $count }
}
ideas-steps = What happens to an idea
ideas-step-1 = It is voted up or down. What is wanted now comes first, whatever its age.
ideas-step-2 = One of the 20 that lead gets a word of staff within 14 days, and then whenever they have said they would.
ideas-step-3 = It is done, or declined with the reason. Whoever proposed it, voted or follows is told.

# An idea.
ideas-about = About this idea
ideas-votes = Votes
ideas-tools = For staff
ideas-votes-both = { $up } for, { $down } against
ideas-votes-closed = This idea is decided and takes no more votes.
ideas-follow-hint = You hear what staff say of it.
ideas-sign-in-to-comment = Sign in to comment

# Proposing one.
ideas-new-title = Share an idea
ideas-no-board = There is no board for ideas that you may write on.
ideas-title-hint = What should be there that is not: “Share spare data with family”.
ideas-body-hint = What it would do for you, and what you do now without it.
ideas-share-this = Share idea
ideas-tips = A good idea
ideas-tip-1 = One wish in one idea: then each vote means the same.
ideas-tip-2 = Say what you want to be able to do, rather than how it should be built.
ideas-tip-3 = Look at what is like it first. A vote there counts more than the same idea twice.
