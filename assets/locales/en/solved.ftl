# "Did this solve it?" under an accepted answer, and the list of answers that may be right no more.

solved-question = Did this solve it?
solved-yes = Yes
solved-no = No
solved-thanks-yes = Thank you. That tells others that the answer works.
solved-thanks-no = Thank you. Say in a comment or an answer what is different for you, so that somebody can help.
notice-solved-thanks = Thank you, your answer is counted.
# For employees and moderators. $percent: 0 to 100.
solved-share = { $total ->
    [one] { $percent } % of { $total } said that it solved it
   *[other] { $percent } % of { $total } said that it solved it
}
solved-share-none = Nobody has said yet whether it solved it
solved-limit = Many people at this address have answered lately. You can answer from { $until } on; at most { $max } may do so within an hour.

solved-stale-title = Answers to check
solved-stale-lede = Three members said within 30 days that the accepted answer did not solve it. Look at it, edit or add what has changed, or confirm it.
solved-stale-empty = Nothing is waiting
solved-stale-empty-text = No accepted answer is in doubt.
# The time follows.
solved-said-no = said no
solved-open = Open question
solved-still-right = Checked, still right
solved-not-stale = Somebody has checked this answer already, or another one was accepted.
notice-solved-checked = Noted. What was said so far counts no more.
