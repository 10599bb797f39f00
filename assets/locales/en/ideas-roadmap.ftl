# The roadmap, the changelog and storm sessions.

ideas-roadmap-title = Roadmap
ideas-roadmap-lede = What becomes of your ideas: what we look at, what will come, what is there, and what we will not do.
ideas-roadmap-all = All ideas
ideas-roadmap-columns = Columns
ideas-roadmap-feed = Roadmap: what changes
# $kind: what the statuses of a column mean.
ideas-roadmap-column = { $kind ->
    [open] Being looked at
    [accepted] Coming
    [done] Delivered
   *[refused] Not coming
}
ideas-roadmap-column-title = { $kind ->
    [open] Roadmap: being looked at
    [accepted] Roadmap: coming
    [done] Roadmap: delivered
   *[refused] Roadmap: not coming
}
ideas-roadmap-none = { $kind ->
    [open] Nothing is being looked at right now.
    [accepted] Nothing is planned yet.
    [done] Nothing has been delivered yet.
   *[refused] No idea was refused.
}
ideas-roadmap-more = { $kind ->
    [open] All that is being looked at
    [accepted] All that is coming
    [done] All that was delivered
   *[refused] All that is not coming
}
ideas-roadmap-up = Move “{ $title }” up
ideas-roadmap-down = Move “{ $title }” down
ideas-roadmap-top = Put “{ $title }” on top
ideas-roadmap-not-there = This idea is in no column that can be put in order. What is delivered stands by its date, and what is open comes to the roadmap with its first update.
ideas-roadmap-too-far = Only the first { $max } ideas of a column can be moved by one place. Put it on top first.
notice-roadmap-moved = The roadmap has the new order.

# $quarter: 1 to 4; $year: four digits.
ideas-quarter = { $quarter ->
    [1] 1st quarter { $year }
    [2] 2nd quarter { $year }
    [3] 3rd quarter { $year }
   *[4] 4th quarter { $year }
}
ideas-quarter-unknown = Choose one of the quarters in the list, or none.
ideas-plan = Set the quarter
ideas-plan-title = When is it to be there?
ideas-field-quarter = Quarter
ideas-field-quarter-hint = It stands on the roadmap and on the idea’s page.
ideas-field-quarter-none = Not said

ideas-changelog-title = Changelog
ideas-changelog-lede = Ideas of yours that are there now, the latest first.
ideas-changelog-feed = Changelog
ideas-changelog-on = Delivered on
ideas-changelog-empty = Nothing has been delivered yet
ideas-changelog-empty-text = When an idea is delivered, it stands here with what staff say about it.
# A heading. $month: 1 to 12; $year: four digits.
ideas-changelog-month = { $month ->
    [1] January { $year }
    [2] February { $year }
    [3] March { $year }
    [4] April { $year }
    [5] May { $year }
    [6] June { $year }
    [7] July { $year }
    [8] August { $year }
    [9] September { $year }
    [10] October { $year }
    [11] November { $year }
   *[12] December { $year }
}

ideas-storms-title = Storm sessions
ideas-storms-lede = For some days we collect ideas on one theme.
# $phase: of the sessions under this heading.
ideas-storms-group = { $phase ->
    [running] Running now
    [coming] Coming
   *[past] Over
}
ideas-storms-empty = No sessions yet
ideas-storms-empty-text = When staff call for ideas on a theme, the call stands here.
ideas-storm-new = Call for ideas
ideas-storm-edit = Edit the session
ideas-storm-end = End it now
ideas-storm-propose = Propose an idea for this session
ideas-storm-ideas = Ideas of this session
ideas-storm-no-ideas = No ideas yet.
ideas-places = What becomes of ideas
ideas-storm-proposed-for = You propose this for the session
# $count: days after today, up to the last one.
ideas-storm-call = { $count ->
    [0] We collect ideas on this theme. Today is the last day.
    [one] We collect ideas on this theme, for { $count } more day.
   *[other] We collect ideas on this theme, for { $count } more days.
}
ideas-storm-dates = From { $first } until { $last }
ideas-storm-closed = Over: it takes no more ideas
# $count: days after today, up to the last one.
ideas-storm-days-left = { $count ->
    [0] Last day today
    [one] { $count } day left
   *[other] { $count } days left
}
ideas-storm-days-to = { $count ->
    [one] Begins in { $count } day
   *[other] Begins in { $count } days
}
ideas-storm-field-title = Theme
ideas-storm-field-title-hint = What the ideas are about, in one line: “What would make roaming easier?”
ideas-storm-field-body = Introduction
ideas-storm-field-first = First day
ideas-storm-field-last = Last day
ideas-storm-field-last-hint = { $max ->
    [one] It runs for at most { $max } day.
   *[other] It runs for at most { $max } days. It closes by itself at the end of the last one.
}
ideas-storm-day = Enter a day: year, month and day.
ideas-storm-backwards = The last day lies before the first. Choose a later one.
ideas-storm-long = { $max ->
    [one] A session runs for at most { $max } day. Choose an earlier last day.
   *[other] A session runs for at most { $max } days. Choose an earlier last day.
}
ideas-storm-first-past = This day has passed. Begin today or later.
ideas-storm-last-past = This day has passed. Choose today or a later one.
ideas-storm-far = { $max ->
    [one] Begin within { $max } day.
   *[other] Begin within { $max } days.
}
ideas-storm-begun = The session has begun, so its first day stays as it is.
ideas-storm-many = { $max ->
    [one] This board has { $max } session that has not ended, which is as many as it can have.
   *[other] This board has { $max } sessions that have not ended, which is as many as it can have.
}
ideas-storm-has-ended = This session ended on { $until }.
ideas-storm-unknown = There is no such session. Your idea can be proposed without one.
ideas-storm-not-begun = This session begins on { $until }. Propose your idea then, or now without the session.
ideas-storm-over = This session ended on { $until } and takes no more ideas. Your text is kept: propose it without the session.
ideas-storm-board = The session collects ideas for its own board. Choose that board.
notice-storm-opened = The session is set up.
notice-storm-ended = The session has ended.
