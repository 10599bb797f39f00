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
notify-credited = Your question became an article
notify-review-due = Your article is due for a review

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
