notify-title = Inbox
notify-tab-all = All
notify-tab-unread = Unread
notify-read-all = Mark all read
notify-read = Mark read
notify-read-topic = Mark “{ $title }” as read
notify-each = One by one
notify-unread = { $count ->
    [one] One unread:
   *[other] { $count } unread:
}

# In a line about one topic: $name did it last, $count of them, $others people besides.
notify-question = { $name } asked a question
notify-article = { $name } published an article
notify-idea = { $name } proposed an idea
notify-status = { $count ->
    [one] { $name } said how it goes on
   *[other] { $count } updates by staff
}
notify-status-own = { $count ->
    [one] { $name } said how your idea goes on
   *[other] { $count } updates on your idea
}
notify-answer = { $count ->
    [one] { $name } answered
   *[other] { $count } new answers
}
notify-comment = { $others ->
    [0] { $count ->
        [one] { $name } commented
       *[other] { $name } commented { $count } times
    }
    [one] { $name } and one other commented
   *[other] { $name } and { $others } others commented
}
notify-mention = { $others ->
    [0] { $name } mentioned you
    [one] { $name } and one other mentioned you
   *[other] { $name } and { $others } others mentioned you
}
notify-accepted = { $count ->
    [one] An answer was accepted
   *[other] { $count } answers were accepted
}
notify-accepted-own = Your answer was accepted
notify-closed = The question was closed
notify-closed-own = Your question was closed
notify-reopened = The question was opened again
notify-reopened-own = Your question was opened again
notify-edited = { $name } edited your post
notify-extended = What you wrote became part of the idea
notify-suggested = { $name } suggests an edit of your post
notify-suggestion-approved = Your suggested edit was approved
notify-suggestion-rejected = Your suggested edit was rejected
notify-credited = Your question became an article
notify-review-due = Your article is due for a review
notify-badge = { $count ->
    [one] You earned a badge
   *[other] You earned { $count } badges, the last of them:
}
notify-super = You are a super-user now
notify-fraud = It was decided about votes that you gave or received

notify-why = { $reason ->
    [mentioned] You were mentioned
    [own] Your own post
    [topic] You follow this
    [member] You follow the member
    [search] A search of yours found it
    [tag] You follow a tag
   *[board] You follow the board
}

notify-empty = Nothing here yet
notify-empty-text = Answers, comments and mentions come here, and what is new on the boards, tags and members that you follow.
notify-empty-go = Choose boards to follow
notify-clear = Nothing is waiting
notify-clear-text = You have read everything.

notice-notify-read = Everything is marked as read.

# The secret feed of one's inbox.
notify-feed = Read in a feed reader
notify-feed-text = A feed reader can follow your inbox at a secret address. Whoever knows the address reads what you are told, with what only you may read: keep it to yourself.
notify-feed-make = Make a secret feed
notify-feed-since = Your secret feed was made
notify-feed-anew = Make a new address
notify-feed-anew-text = A new address ends the old one at once. An address is shown once only, when it is made.
notify-feed-revoke = End the feed
notify-feed-stays = A new password and signing out everywhere do not end the feed. Only a new address or “End the feed” does.
notify-feed-made = Your secret feed
notify-feed-once = Copy one of these addresses into your feed reader now: they are not shown again.
notify-feed-copy = Copy the address
notify-feed-secret = Whoever knows the address reads what you are told. Make a new one in your inbox if somebody else may have seen it.
notify-feed-back = Back to the inbox
notice-notify-feed-revoked = The feed of your inbox has ended.
