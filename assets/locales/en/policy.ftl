# Refusals: the rule, the number, and when it clears.

policy-sign-in = Sign in to do this.
policy-unverified = Confirm your email address first: open the link that we sent you, or ask for a new one in your settings.
policy-suspended = Your account is suspended until { $until }. Until then you can read, and cannot post or vote.
policy-suspended-for-good = Your account is suspended. You can read, and cannot post or vote.
policy-staff-faceless = Staff answer with their own face: add a photo and a job title to your profile first.
policy-removed = This post was removed, so nothing can be added to it.
policy-merged = This became part of another idea, so nothing here changes any more. Vote and comment there.
policy-edit-removed = This was removed, so it cannot be edited.
policy-delete-removed = This was removed already.
policy-board-retired = This board takes nothing new. Choose another board.
policy-board-kind = This board is for something else. Choose another board.
policy-articles-staff = Articles are written by staff, and by the moderators of their board.
policy-articles-solved = An article is made of a question with an accepted answer.
policy-answer-questions = Only a question can be answered. You can comment.
policy-closed = This question is closed and takes no new answers. You can still comment.
policy-own-vote = You cannot vote on your own post.
policy-own-metoo = This is your own question.
policy-accept-answers = Only an answer can be accepted.
policy-accept-asker = The one who asked chooses which answer worked.
policy-accept-chosen = An answer is accepted already. Only the one who asked can choose another.
policy-accept-wait = The one who asked has seven days to choose. From { $until } on, moderators and staff can.
policy-suggest-none = Edits are suggested for questions and answers.
policy-suggest-edit = You can edit this yourself.
policy-own-suggestion = Others decide about what you suggest.
policy-close-at-once = You can close or open this at once.
policy-edit-own = You can edit your own posts.
policy-move-answered = The answers were written for those who read this board. Ask a moderator to move the question.
policy-delete-own = You can delete your own posts.
policy-delete-answered = A question with an accepted or upvoted answer stays, because the answer helps others.
policy-delete-accepted = An accepted answer stays, because it helps others.
policy-not-deleted = This post is not deleted.
policy-close = Closing another’s question, and reopening one, takes a moderator or several votes.
policy-moderators = This takes a moderator.
policy-block-self = You cannot block yourself.
policy-staff-or-moderators = This takes an employee or a moderator.
policy-nothing-accepted = No answer here is accepted now.
policy-own-solution = Whether it worked is for others to say: the question or the answer is your own.
policy-suspend-self = You cannot suspend yourself.
policy-suspend-role = Take the role away first, then suspend the account.
policy-admins = This takes an admin.
policy-idea-closed = This idea is decided, so it takes no votes any more.
policy-idea-status = An idea ends by its status. Staff set it, with the reason.
policy-ideas-staff = This takes an employee.
policy-ideas-extend = This takes the one who proposed it, an employee or a moderator.
policy-delete-judged = Others stand behind this idea, or it is decided: it stays.
policy-standing = { $privilege ->
    [links] More than two links in a text take { $needed } reputation.
    [vote_down] Voting down takes { $needed } reputation.
    [edit_articles] Editing this article takes { $needed } reputation.
    [create_tags] Making up a new tag takes { $needed } reputation.
    [vote_to_close] Voting to close or to open again takes { $needed } reputation.
    [edit_posts] Editing what others wrote takes { $needed } reputation.
   *[see_deleted] Seeing what was deleted takes { $needed } reputation.
} You have { $have }: { $missing } more and it is yours.
policy-super-staff = Only staff name super-users.
policy-points-staff = Staff earn no points.
policy-grant-staff = Only staff give points.
policy-grant-self = Nobody gives points to themselves.
policy-super-self = Somebody else decides whether you are a super-user.
policy-redemption-own = Somebody else decides about what you asked for.
policy-redemption-twice = You approved this already. It takes somebody else’s approval too.
