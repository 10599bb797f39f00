# Questions, answers and their pages.

questions-breadcrumb = Where you are
questions-question = Question
questions-by = Question by { $name }
questions-answer-by = Answer by { $name }
questions-asked = Asked
questions-solved = Solved
questions-views = { $count ->
    [one] { $count } view
   *[other] { $count } views
  }
questions-views-hint = An estimate: counted without known robots.
questions-first-minutes = { $count ->
    [one] First answer in a minute
   *[other] First answer in { $count } minutes
  }
questions-first-hours = { $count ->
    [one] First answer in an hour
   *[other] First answer in { $count } hours
  }
questions-first-days = { $count ->
    [one] First answer in a day
   *[other] First answer in { $count } days
  }
questions-closed-because = { $reason ->
    [off_topic] Closed: this does not belong here. It takes comments, and no new answers.
    [not_enough_detail] Closed: more detail is needed to answer this. It takes comments, and no new answers.
    [resolved_elsewhere] Closed: this was solved elsewhere. It takes comments, and no new answers.
    [outdated] Closed: this is out of date. It takes comments, and no new answers.
    [duplicate] Closed: this was asked before. It takes comments, and no new answers.
   *[other] Closed by the one who asked. It takes comments, and no new answers.
  }
questions-metoo = I have this too
questions-metoo-on = You have this too
questions-close = Close
questions-reopen = Reopen
questions-sort = Sort by
questions-sort-go = Sort
questions-sort-way = { $way ->
    [newest] Newest
    [oldest] Oldest
   *[best] Best first
  }
questions-answers-first = First answers
questions-answers-more = More answers
questions-no-answers = No answer yet. If you know one, write it below: the one who asked hears of it.
questions-unanswered = No answer yet.
questions-removed = { $state ->
    [deleted] { $kind ->
        [article] This article was deleted by its author. Only its author and moderators see it.
        [idea] This idea was deleted by its author. Only its author and moderators see it.
        [question] This question was deleted by its author. Only its author and moderators see it.
       *[answer] This answer was deleted by its author. Only its author and moderators see it.
    }
   *[hidden] { $kind ->
        [article] This article was hidden by a moderator. Only its author and moderators see it.
        [idea] This idea was hidden by a moderator. Only its author and moderators see it.
        [question] This question was hidden by a moderator. Only its author and moderators see it.
       *[answer] This answer was hidden by a moderator. Only its author and moderators see it.
    }
  }
questions-removed-answers = { $count ->
    [one] One removed answer
   *[other] { $count } removed answers
  }
questions-accepted = Accepted answer
questions-accept = This worked
questions-unaccept = Accepted: take back
questions-copy-link = Copy link
questions-edited = { $count ->
    [one] Edited once
   *[other] Edited { $count } times
  }
questions-edit = Edit
questions-delete = Delete
questions-undelete = Bring back
questions-hide = Hide
questions-restore = Restore
questions-your-answer = Your answer
questions-solved-hint = This question is solved. Add an answer if you have a different fix; use a comment to say thanks.
questions-post-answer = Post answer
questions-sign-in-to-answer = Sign in to answer
questions-about = About this question
questions-on-this-page = On this page

questions-ask-title = Ask a question
questions-field-title = Title
questions-field-title-hint = Say what goes wrong, as you would to a friend: “eSIM says Activating for two hours”.
questions-field-board = Board
questions-field-board-empty = Choose a board
questions-field-body = Your question
questions-field-body-hint = What happens, since when, on which phone, and what you have tried.
questions-field-body-any = { $kind ->
    [question] Your question
    [article] The article
    [idea] Your idea
   *[answer] Your answer
  }
questions-field-tags = Tags
questions-field-tags-hint = One to five, with commas between: esim, roaming
questions-field-lang = Language
questions-field-lang-guess = As I write it
questions-field-reason = What did you change?
questions-field-reason-hint = Shown in the history. May stay empty.
questions-draft-kept = Drafts are kept
questions-post-question = Post question
questions-ask-visitor = No account yet? Write your question first. After that you make an account, and it is posted when you confirm your email address.
questions-tips = A good question
questions-tip-1 = One problem in one question: then one answer solves it.
questions-tip-2 = Name the phone, the plan and the place, if they matter.
questions-tip-3 = Leave out phone numbers and account numbers: everyone can read this.

questions-board-missing = Choose one of the boards.
questions-lang-unknown = Choose one of the languages, or leave it to us.
questions-tags-missing = Enter 1 to { $max } tags, such as esim or roaming.
questions-tags-many = Enter at most { $max } tags; these are { $count }.
questions-reason-long = Say it in at most { $max } characters.

questions-edit-title = { $kind ->
    [question] Edit your question
    [article] Edit the article
    [idea] Edit the idea
   *[answer] Edit the answer
  }
questions-save = Save
questions-cancel = Cancel
questions-conflict = Somebody has changed this text while you were editing. Nothing is lost: compare below, take over what you need, and save again.
questions-conflict-difference = From their text to yours
questions-conflict-theirs = Their text
questions-history-title = History: { $title }
questions-history-heading = History
questions-history-folded = Unchanged part
questions-history-empty = Never changed
questions-history-empty-text = Changes are kept from the second version on, five minutes after posting.
questions-version = Version { $number }
questions-reason = Reason: { $reason }
questions-restore-version = Restore this version
questions-restore-stale = Somebody has changed this text meanwhile. Reload the history, and restore again.
questions-delete-title = { $kind ->
    [question] Delete your question?
    [article] Delete the article?
    [idea] Delete your idea?
   *[answer] Delete your answer?
  }
questions-delete-text = { $kind ->
    [article] It disappears for others. You and the moderators still see it, and you can bring it back.
    [question] It disappears for others, with its answers. You and the moderators still see it, and you can bring it back.
   *[answer] It disappears for others. You and the moderators still see it, and you can bring it back.
  }
questions-delete-go = { $kind ->
    [question] Delete question
    [article] Delete article
    [idea] Delete idea
   *[answer] Delete answer
  }

questions-views-label = Order
questions-tab = { $tab ->
    [newest] Newest
    [unanswered] Unanswered
    [top] Top
    [mine] Mine
   *[active] Active
  }
questions-empty = Nothing here yet
questions-empty-text = There is no question in this list. Be the first to ask.
questions-board-title = { $name } questions
questions-tag-title = Questions about { $name }
questions-home-title = Questions

votes-fixed = Votes can be changed for { $minutes } minutes, and again after the post is edited.
votes-voided = This vote was found not to count, and stays so.
votes-budget = { $limit ->
    [one] You can be for one open idea at a time. Take that vote back first, or wait until the idea is decided.
   *[other] You are for { $limit } open ideas, which is as many as one can be for at once. Take one of those votes back first, or wait until an idea is decided.
}
votes-day = { $limit } votes a day are used up. You can vote again from { $until } on.
votes-author = { $limit } votes a day for one author are used up. You can vote for this author again from { $until } on.
votes-downs = { $limit } votes down a day for one author are used up. From { $until } on you can again.
votes-comments-day = { $limit } votes a day on comments are used up. You can vote again from { $until } on.

notice-idea-posted = Your idea is shared. You hear what staff say of it.
notice-question-posted = Your question is posted.
notice-posted-when-verified = Your question is kept, and will be posted when you confirm your email address.
notice-answer-posted = Your answer is posted.
notice-comment-posted = Your comment is posted.
notice-saved = Saved.
notice-deleted = Deleted. You can bring it back.
notice-undeleted = It is back.
notice-restored = That version stands again.
notice-accepted = Accepted. Thank you for telling us what worked.
notice-unaccepted = No longer accepted.
