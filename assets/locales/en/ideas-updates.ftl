# What staff say of ideas, and when they owe a word.

ideas-progress = Progress
ideas-proposed = Proposed
ideas-owner = Looked after by
ideas-owner-none = Nobody looks after it
ideas-score = { $score ->
    [one] { $score } vote ahead
   *[other] { $score } votes ahead
}
ideas-update-newest = The latest word of staff
ideas-update-next = Next word by { $day }
ideas-update-next-step = Next word
ideas-update-by = by { $day }
ideas-update-late = Late
ideas-update-promised = A word was promised by { $day }
ideas-update-corrects = This corrects an earlier update.
ideas-update-corrected = A later update corrects this one.
ideas-update-correct = Correct this update
ideas-update-do = Update status
ideas-updates-title = Earlier updates
ideas-updates-earlier = Earlier updates

ideas-update-title = Say what becomes of this idea
ideas-update-lede = Who proposed it, voted or follows hears of it at once. An update stays as it is: a correction is another update.
ideas-update-field-status = Status
ideas-update-field-status-choose = Choose a status
ideas-update-field-body = What you say
ideas-update-field-body-hint = What was decided or done, and why. Declining an idea takes a reason of at least { $min } letters, written for this idea.
ideas-update-field-next = Next word by
ideas-update-field-next-hint = A day from { $day } on, at most { $max } days ahead. You can leave it empty. The date is shown to everybody, and so is being late.
ideas-update-field-owner = Who looks after it
ideas-update-field-owner-hint = The handle of an employee. You can leave it empty.
ideas-update-publish = Publish update
ideas-update-conflict = Somebody else published an update while you wrote. Read it, change your text if need be, and publish again.
ideas-update-theirs = The update that is there now
ideas-update-correcting = You correct an earlier update. Both stay to be read.
ideas-update-corrected-one = The update that you correct
ideas-update-status-missing = Choose a status.
ideas-update-status-retired = This status was retired meanwhile. Choose another one.
ideas-update-status-merged = An idea gets this status only by being merged into another. Choose another status.
ideas-update-day-unknown = Enter a day like 2026-12-05.
ideas-update-day-far = Choose a day from tomorrow on, at most { $max } days ahead.
ideas-update-owner-unknown = Enter the handle of an employee.
ideas-update-reason-short = { $count ->
    [one] Give the reason in at least { $min } letters. This text has one; marks and signs do not count.
   *[other] Give the reason in at least { $min } letters. This text has { $count }; marks and signs do not count.
}
ideas-update-repeated = This is what the last update says. Write what is new.
ideas-update-canned = An idea was declined in these very words before. Write the reason for this idea.
ideas-update-corrects-unknown = The update to be corrected is not one of this idea.

ideas-many-title = Update several ideas
ideas-many-lede = One status and one text for up to { $max } ideas. Each gets an update of its own, and its voters hear of it.
ideas-many-all = All statuses
ideas-many-which = Which ideas
ideas-many-open = Open
ideas-many-status-hint = A status by which an idea is declined is not offered here: each is owed a reason of its own, on its own page.
ideas-many-refused = Ideas are declined one by one, each with a reason of its own. Choose another status.
ideas-many-choose = Choose between one and { $max } ideas.
ideas-many-none = No idea was updated. See below which one does not allow it.
ideas-many-stale = Somebody else published an update of it meanwhile. Look at it, then try again.
ideas-many-publish = Publish updates
ideas-many-empty = There are no ideas here
ideas-many-empty-text = Choose another status.

ideas-due-title = Ideas that wait for a word
ideas-due-lede = What was promised by a date, and ideas among the 20 that lead without a word so far. The oldest date comes first.
ideas-due-late = Late
ideas-due-promised = Promised by { $day }
ideas-due-leads = Leads, due by { $day }
ideas-due-public = Everybody sees that it is late.
ideas-due-empty = Nothing is waiting
ideas-due-empty-text = An idea comes here when it leads without an answer, or when a next word was promised.
ideas-figures = Staff have answered { $answered } of the top { $of }, { $in_time } in time.

notice-idea-updated = Published. Who follows the idea hears of it.
notice-ideas-updated = Published. Who follows the ideas hears of it.
