follows-level-unknown = Choose one of the levels that are offered.
follows-search-query = Enter a search of 1 to { $max } characters.
follows-search-name = Enter a name of at most { $max } characters.
follows-search-many = You keep { $max } searches already. Remove one first.
follows-not-oneself = You cannot follow yourself.

follows-title = Following
follows-intro = What you hear of in your inbox, and how much of it.
follows-see = All that you follow
follows-on = Following
follows-off = Follow
follows-muted = Muted
follows-levels = How much to hear
follows-gone = No longer available to you
follows-tab = { $tab ->
    [topic] Questions
    [board] Boards
    [tag] Tags
    [member] Members
    [search] Searches
   *[blocked] Blocked
}
follows-level = { $level ->
    [topics] New questions only
    [answers] Answers and status only
    [muted] Muted: nothing at all
   *[all] { $kind ->
        [topic] Everything
       *[other] New questions, answers and status
    }
}
follows-why = { $why ->
    [asked] You asked
    [answered] You answered
    [me_too] You have this too
   *[voted] You voted
}
follows-empty = { $tab ->
    [topic] You follow no question
    [board] You follow no board
    [tag] You follow no tag
    [member] You follow no member
    [search] You keep no search
   *[blocked] You have blocked nobody
}
follows-empty-text = { $tab ->
    [topic] Open a question and choose “Follow” to hear of its answers.
    [board] Open a board and choose “Follow” to hear of new questions there.
    [tag] Open a tag and choose “Follow” to hear of new questions about it.
    [member] Open a member’s profile and choose “Follow” to hear of what they ask and answer.
    [search] A search that you keep tells you of new questions that it finds.
   *[blocked] Members can be blocked on their profile.
}

follows-search-query-label = Search for
follows-search-hint = Words, as you would type them into the search box.
follows-search-name-label = Name (optional)
follows-search-keep = Keep search
follows-search-remove = Remove

follows-block = Block
follows-unblock = Unblock
follows-blocked-text = You hear nothing from members you have blocked, and what they post is folded. What they say as staff is shown.
follows-folded-post = Post by { $name }, whom you have blocked
follows-folded-comment = Comment by { $name }, whom you have blocked

follows-settings-title = What you follow by itself
follows-settings-text = You follow these without a click, and hear of answers, comments and decisions. A question that you have muted stays muted.
follows-settings-see = Choose what you follow by itself
follows-settings-save = Save
follows-switch-asked = Questions that I ask
follows-switch-answered = Questions that I answer
follows-switch-me-too = Questions that I have too
follows-switch-voted = Ideas that I vote on

notice-follows-set = Saved. You can change it any time.
notice-follows-ended = You no longer follow this.
notice-follows-blocked = Blocked. You hear nothing from this member any more.
notice-follows-unblocked = No longer blocked.
notice-follows-search-kept = The search is kept.
notice-follows-search-removed = The search is removed.
notice-follows-switches = Saved.
