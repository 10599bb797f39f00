# Reputation, and what it opens.

reputation-title = Reputation of { $name }
reputation-now = Reputation
reputation-year = In twelve months
reputation-what = Reputation comes from what others found useful. It cannot be spent.
reputation-chart = The last twelve months
reputation-chart-label = Reputation went from { $from } to { $to } in twelve months.
reputation-table = Show as a table
reputation-column-month = Month
reputation-column-gained = Gained
reputation-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
  } { $year }
reputation-events = Each event and why
reputation-events-text = Only you see this list.
reputation-none = Nothing yet. Answer a question that you know about.
reputation-gone = It is not to be seen any more.
reputation-amount = { $sign ->
    [gives] +{ $amount }
    [takes] −{ $amount }
   *[nothing] { $amount }
  }
reputation-way = { $way ->
    [back] Taken back: { $why }
    [again] Given again: { $why }
   *[given] { $why }
  }
reputation-why = { $cause ->
    [question_up] Your question was voted up
    [answer_up] Your answer was voted up
    [article_up] Your article was voted up
    [idea_up] Your idea was voted up
    [accepted] Your answer was accepted
    [accepting] You accepted an answer
    [delivered] Your idea was delivered
    [partly] Your idea was delivered in part
    [suggestion] Your edit was approved
    [down] { $kind ->
        [question] Your question was voted down
        [article] Your article was voted down
        [idea] Your idea was voted down
       *[answer] Your answer was voted down
      }
    [downvoting] You voted an answer down
   *[abuse] Your post was removed as spam or abuse
  }

# What reputation opens.

privileges-title = What reputation opens
privileges-text = Everybody with a proven address may ask, answer, comment, flag, vote up, judge ideas and suggest edits. This opens with reputation:
privileges-yours = You have { $reputation }.
privileges-sign-in = Sign in to see how far you are.
privileges-office = Some of these are open to you by your office.
privileges-open = Open to you
privileges-missing = { $missing } to go
privileges-needed = from { $needed } reputation on
privileges-super = Super-users have it without.
privileges-progress = { $have } of { $needed } reputation
privileges-how = What gives reputation
privileges-how-text = A day of votes gives { $cap } at most; acceptances and ideas count besides. Votes up on one idea count { $ideas } times at most.
privileges-cause = { $cause ->
    [question_up] A question of yours is voted up
    [answer_up] An answer of yours is voted up
    [article_up] An article of yours is voted up
    [idea_up] An idea of yours is voted up
    [accepted] An answer of yours is accepted by somebody else
    [accepting] You accept somebody else’s answer
    [delivered] An idea of yours is delivered
    [partly] An idea of yours is delivered in part
    [suggestion] An edit that you suggested is approved
    [down] Something of yours is voted down
    [downvoting] You vote an answer down
   *[abuse] A post of yours is removed as spam or abuse
  }
privileges-name = { $privilege ->
    [links] Put more than two links into a text
    [vote_down] Vote questions and answers down
    [edit_articles] Edit articles that are open to members
    [create_tags] Make up new tags
    [vote_to_close] Vote to close questions and to open them again
    [edit_posts] Edit what others wrote, and decide about suggested edits
   *[see_deleted] See what its author deleted
  }
