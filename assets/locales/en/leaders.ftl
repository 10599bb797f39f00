leaders-title = Leaderboard
leaders-lede = Who gained most reputation by helping others.
leaders-periods = Period
leaders-period = { $period ->
    [week] This week
    [month] This month
    [quarter] This quarter
   *[all] All time
}
leaders-boards = Boards
leaders-every-board = All boards
leaders-own = You are number { $place } with { $gained } reputation.
leaders-own-later = You are number { $place } or later with { $gained } reputation.
leaders-members = Members
leaders-staff = Staff
leaders-staff-text = Helping is their work, so they stand apart.
leaders-place = Place
leaders-member = Member
leaders-gained = Reputation
leaders-accepted = Accepted
leaders-helped = People helped
leaders-first = From the first place
leaders-next = Next places
leaders-empty = Nobody has gained anything here yet
leaders-empty-text = Answers that are accepted or voted up bring reputation. The list follows within minutes.
leaders-empty-go = Find a question to answer
leaders-how = How it is counted
leaders-how-text = What was gained in the period, with the daily cap on votes. Of members with the same reputation, who had more answers accepted stands first, then who helped more people. Weeks begin on Monday.
leaders-more = More about helping
