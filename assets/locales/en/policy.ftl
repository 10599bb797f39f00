# Refusals: the rule, the number, and when it clears.

policy-sign-in = Sign in to do this.
policy-unverified = Confirm your email address first: open the link that we sent you, or ask for a new one in your settings.
policy-suspended = Your account is suspended until { $until }. You can read and export your data.
policy-suspended-for-good = Your account is suspended. You can read and export your data.
policy-staff-faceless = Staff answer with their own face: add a photo and a job title to your profile first.
policy-removed = This post was removed, so nothing can be added to it.
policy-board-retired = This board takes no new questions. Choose another board.
policy-closed = This question is closed and takes no new answers. You can still comment.
policy-own-vote = You cannot vote on your own post.
policy-own-metoo = This is your own question.
policy-accept-answers = Only an answer can be accepted.
policy-accept-asker = The one who asked chooses which answer worked.
policy-accept-chosen = An answer is accepted already. Only the one who asked can choose another.
policy-accept-wait = The one who asked has seven days to choose. From { $until } on, moderators and staff can.
policy-edit-own = You can edit your own posts.
policy-move-answered = The answers were written for those who read this board. Ask a moderator to move the question.
policy-delete-own = You can delete your own posts.
policy-delete-answered = A question with an accepted or upvoted answer stays, because the answer helps others.
policy-delete-accepted = An accepted answer stays, because it helps others.
policy-not-deleted = This post is not deleted.
policy-close = Closing another’s question, and reopening one, takes a moderator.
policy-moderators = This takes a moderator.
policy-suspend-self = You cannot suspend yourself.
policy-suspend-role = Take the role away first, then suspend the account.
policy-admins = This takes an admin.
