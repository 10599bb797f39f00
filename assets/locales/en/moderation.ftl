# Decisions about content and people: the forms, the moderators' log, and the lines of the audit table.

moderation-title = Moderation log
moderation-lede = What moderators decided lately, with the reasons that they gave. Lines are never changed or removed.
moderation-lede-limited = What was decided lately on your boards, with the reasons given. Lines are never changed or removed.
moderation-empty-title = Nothing has been decided yet
moderation-empty-text = Whoever hides a post, closes a question or suspends a member gives a reason, and it stands here.
moderation-the-program = Talka itself
moderation-erased = The words of this line were erased.
moderation-from = From { $ip }
moderation-about = What this is about

# $action: what was done.
moderation-deed = { $action ->
    [post-hide] Hid a post
    [post-restore] Restored a post
    [comment-hide] Hid a comment
    [comment-restore] Restored a comment
    [topic-close] Closed a question
    [topic-reopen] Reopened a question
    [tag-synonym-add] Gave a tag another name
    [tag-synonym-remove] Took another name from a tag
    [tag-merge] Merged a tag into this one
    [idea-merge] Merged an idea into another
    [idea-unmerge] Took the merge of an idea back
    [idea-propose-for] Proposed an idea for a customer
    [idea-vote-for] Gave a customer’s vote for them
    [topic-check] Checked an answer: still right
    [idea-update] Said what becomes of an idea
    [member-suspend] Suspended a member
    [member-restore] Ended a suspension
    [member-super] Decided who is a super-user
    [award-accept] Accepted an answer that was paid beyond the limit of a pair
    [award-quality] Gave points for quality
    [award-goodwill] Gave points out of goodwill
    [terms-publish] Published terms of the rewards
    [budget-set] Set a month’s budget of points
    [member-roles] Changed the roles of a member
    [board-create] Made a board
    [board-edit] Changed a board
    [board-move] Moved a board in the list
    [board-retire] Closed a board to new questions
    [board-revive] Opened a board to new questions
    [status-create] Made a status for ideas
    [status-edit] Changed a status for ideas
    [status-move] Moved a status for ideas in the list
    [status-retire] Retired a status for ideas
    [status-revive] Gave a status for ideas free again
    [status-delete] Deleted a status for ideas
    [group-create] Made a group
    [group-edit] Changed a group
    [group-add] Added a member to a group
    [group-remove] Removed a member from a group
    [site-settings] Changed the settings of the site
    [reward-create] Made a reward
    [reward-edit] Changed a reward
    [reward-withdraw] Withdrew a reward
    [reward-offer] Offered a reward again
    [reward-codes] Loaded voucher codes
    [redemption-approve] Approved a redemption
    [redemption-reject] Rejected a redemption
    [redemption-export] Handed redemptions to billing
    [redemption-settle] Took billing’s answer about a redemption
    [job-retry] Gave a job another try
    [mail-retry] Gave a mail another try
   *[other] { $action }
}
# A thing that has no name, or whose name the reader may not see.
moderation-subject = { $kind ->
    [post] Post { $id }
    [comment] Comment { $id }
    [topic] Question { $id }
    [tag] Tag { $id }
    [member] Member { $id }
    [board] Board { $id }
    [group] Group { $id }
    [status] Status { $id }
    [job] Job { $id }
    [mail] Mail { $id }
    [reward] Reward { $id }
    [redemption] Redemption { $id }
    [batch] Batch { $id }
   *[other] { $kind } { $id }
}
moderation-what = { $what ->
    [name] Name
    [description] Description
    [colour] Colour
    [kind] What stands on it
    [readers] Readers
    [position] Place
    [slug] Address
    [member] Member
    [moderator] Moderator
    [staff] Staff
    [admin] Admin
    [real_name] Real name
    [job_title] Job title
    [tagline] Tagline
    [zone] Time zone
    [sign_up] Sign-up
    [close_reason] Reason for closing
    [ground] What it was
    [suspended_until] Suspended until
    [retired] Closed to new questions
    [state] State
    [super] Super-user
    [tag] Tag
    [synonym] Other name
    [part_of] Part of
    [customer] Customer
    [status] Status
    [owner] Looked after by
    [next_word_at] Next word by
    [names] In other languages
    [meaning] What it means
    [tone] Colour
    [icon] Icon
    [in_use] Can be given
    [vote] Vote of
    [cost] Points
    [stock] How many there are
    [per_member] At most for one member
    [first_day] First day
    [last_day] Last day
    [offered] Offered
    [picture] Picture
    [codes] Codes
    [redemption] State
    [redemptions] Redemptions
   *[other] { $what }
}

# $word: which thing was changed, and the word that stands for its value.
moderation-value = { $word ->
    [kind-questions] Questions
    [kind-articles] Articles
    [ground-abuse] Spam or abuse
    [close_reason-off_topic] { moderation-close-off-topic }
    [close_reason-not_enough_detail] { moderation-close-not-enough-detail }
    [close_reason-resolved_elsewhere] { moderation-close-resolved-elsewhere }
    [close_reason-outdated] { moderation-close-outdated }
    [suspended_until-for-good] { moderation-suspend-for-good }
    [moderator-everywhere] On every board
    [readers-everyone] { admin-board-everyone }
    [sign_up-open] { admin-sign-up-open }
    [sign_up-closed] { admin-sign-up-closed }
    [position-up] One place up
    [position-down] One place down
    [state-waiting] { admin-jobs-waiting }
    [state-dead] { admin-jobs-dead }
    [redemption-requested] Waits for approval
    [redemption-approved-first] Approved by one of two
    [redemption-approved] Approved
    [redemption-exported] With billing
    [redemption-paid] Given
    [redemption-rejected] Rejected
    [redemption-failed] Failed
    [super-earned] By the numbers
    [super-lost] Not by the numbers
    [super-granted] Named by staff
    [super-withheld] Withheld by staff
    [staff-true] Yes
    [staff-false] No
    [admin-true] Yes
    [admin-false] No
    [status-new] New
    [status-under_review] Under review
    [status-planned] Planned
    [status-in_progress] In progress
    [status-delivered] Delivered
    [status-partly_delivered] Partly delivered
    [status-already_available] Already available
    [status-declined] Declined
    [status-merged] Merged
    [meaning-open] { admin-status-kind-open }
    [meaning-accepted] { admin-status-kind-accepted }
    [meaning-done] { admin-status-kind-done }
    [meaning-refused] { admin-status-kind-refused }
    [tone-plain] Plain
    [tone-review] Amber
    [tone-planned] Accent
    [tone-progress] Violet
    [tone-done] Green
    [tone-refused] Quiet
    [in_use-true] Yes
    [in_use-false] No
    [retired-true] Yes
    [retired-false] No
   *[other] { $word }
}

moderation-reason = Reason
moderation-reason-hint = It is kept in the log. Say which rule it rests on, in words that the author could read.
moderation-words = More about it
moderation-words-hint = A sentence for the log. You can leave it empty.
moderation-reason-too-short = Give a reason of at least { $min } characters.
moderation-reason-too-long = Use at most { $max } characters. This reason has { $chars }.
moderation-cancel = Cancel

moderation-hide-post-title = Hide this post
moderation-hide-post-text = Only its author and moderators see it from then on. With a question, its answers go from view too. You can restore it at any time.
moderation-hide-post-do = Hide post
moderation-hide-ground = What is wrong with it?
moderation-hide-ground-other = It breaks a rule
moderation-hide-ground-abuse = It is spam or abuse, which costs its author reputation
moderation-restore-post-title = Restore this post
moderation-restore-post-text = Everybody who may read the board sees it again, with its votes and comments.
moderation-restore-post-do = Restore post
moderation-hide-comment-title = Hide this comment
moderation-hide-comment-text = Only its author and moderators see it from then on. You can restore it at any time.
moderation-hide-comment-do = Hide comment
moderation-restore-comment-title = Restore this comment
moderation-restore-comment-text = Everybody who may read the board sees it again.
moderation-restore-comment-do = Restore comment
moderation-not-visible = This is hidden or deleted already.
moderation-not-hidden = This is not hidden.

moderation-close-title = Close this question
moderation-close-text = A closed question takes no new answers. Comments stay possible, and what was answered stays.
moderation-close-article-title = Close this article
moderation-close-article-text = The article stays for those who were led to it, and says that it is out of date. Comments stay possible.
moderation-close-article-do = Close article
moderation-reopen-article-title = Reopen this article
moderation-reopen-article-text = The article says no longer that it is out of date.
moderation-reopen-article-do = Reopen article
moderation-close-reason = Why it is closed
moderation-close-choose = Choose why it is closed.
moderation-close-off-topic = It is off topic here
moderation-close-not-enough-detail = It has not enough detail to be answered
moderation-close-resolved-elsewhere = It was solved another way
moderation-close-outdated = It is outdated
moderation-close-do = Close question
moderation-closed-already = This is closed already.
moderation-reopen-title = Reopen this question
moderation-reopen-text = It takes answers again.
moderation-reopen-do = Reopen question
moderation-open-already = This question is open.

# Votes of members to close a question or to open it again.
moderation-call-close = Vote to close
moderation-call-reopen = Vote to reopen
moderation-call-take-back = Take your vote back
moderation-call-close-title = Vote to close this question
moderation-call-reopen-title = Vote to reopen this question
moderation-call-close-text = { $needed } votes close it, for the reason that most of them give. It takes no new answers then; what was answered stays. The votes run out { $days } days after the first.
moderation-call-reopen-text = { $needed } votes open it again, and it takes answers. The votes run out { $days } days after the first.
moderation-call-reason = Why it should be closed
moderation-call-close-do = Vote to close
moderation-call-reopen-do = Vote to reopen
moderation-call-close-count = { $reason ->
    [off_topic] { $votes } of { $needed } votes to close: off topic
    [not_enough_detail] { $votes } of { $needed } votes to close: not enough detail
    [resolved_elsewhere] { $votes } of { $needed } votes to close: solved another way
   *[outdated] { $votes } of { $needed } votes to close: outdated
}
moderation-call-reopen-count = { $votes } of { $needed } votes to reopen
moderation-call-own = You closed this question yourself, so others decide whether it opens again.
moderation-call-none = You have no vote here that could be taken back.
notice-moderation-call-voted = Your vote counts. More are needed.
notice-moderation-call-taken-back = Your vote is taken back.

moderation-suspend-title = Suspend this member
moderation-suspend-text = A suspended member can read, and cannot post or vote. What was posted stays. The member sees your reason.
moderation-suspend-length = For how long
moderation-suspend-choose = Choose for how long.
moderation-suspend-day = 24 hours
moderation-suspend-three-days = 72 hours
moderation-suspend-week = 7 days
moderation-suspend-month = 30 days
moderation-suspend-for-good = For good
moderation-suspend-do = Suspend member
moderation-unsuspend-title = End this suspension
moderation-unsuspend-text = The member can post and vote again.
moderation-unsuspend-do = End suspension
moderation-not-suspended = This member is not suspended.

notice-moderation-hidden = Hidden. The reason is in the log.
notice-moderation-restored = Restored.
notice-moderation-closed = Closed.
notice-moderation-reopened = Reopened.
notice-moderation-suspended = Member suspended. The reason is in the log.
notice-moderation-unsuspended = Suspension ended.
