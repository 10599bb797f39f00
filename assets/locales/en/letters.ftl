# Mails about what happens, and everything that turns them on and off.
# $actor: a member's name; $title: of a question or an article; both are others' words, so they stand in quotes.

letters-settings = Mail
letters-settings-lead = What you hear of by mail, when, and in which language.
letters-settings-link = Mail settings
letters-settings-text = Your inbox here has it all. This is about what also comes by mail.
letters-back = Settings
letters-choices = When to mail you
letters-save = Save
letters-digest-hour = A digest comes at 8 in the morning where you are, the weekly one on Mondays. Without news there is none.

letters-about-topics = New questions and articles
letters-about-topics-hint = In the boards, tags and searches and by the members you follow; and questions that wait for somebody like you.
letters-about-answers = Answers
letters-about-answers-hint = To your questions and to those you follow.
letters-about-comments = Comments
letters-about-comments-hint = On what you wrote and on topics you follow.
letters-about-mentions = Mentions
letters-about-mentions-hint = When somebody writes your handle.
letters-about-status = Status
letters-about-status-hint = Accepted, closed, reopened, edited by somebody else, credited, due for a review; what staff say of ideas that you voted on or follow.

letters-timing-instant = At once
letters-timing-daily = In a daily digest
letters-timing-weekly = In a weekly digest
letters-timing-never = Never
letters-timing-unknown = Choose one of the times in the list.

letters-off = Send me none of these mails
letters-off-hint = Mails about the account itself, such as a link for a new password, still come.
letters-off-bounced = Mail to { $email } comes back, so we send none there. When the address takes mail again, open the link that we send to it.
letters-off-complained = A mail to { $email } was reported as unwanted, so we send none there. If you want mails after all, open the link that we send to it.
letters-prove = Send me the link

letters-place = Language and time
letters-lang = Language of mails
letters-lang-site = The community’s language
letters-lang-unknown = Choose one of the languages in the list.
letters-zone = Time zone
letters-zone-hint = Such as Europe/Vilnius. Left empty, it is the community’s: { $zone }.
letters-zone-unknown = There is no time zone of this name. Choose one of the list, such as Europe/Vilnius.

letters-unsubscribe = Your mails
letters-unsubscribe-text = What we mail to
letters-end-digests = No more digests
letters-end-kind = No more mails: { $kind }
letters-end-all = No mails at all
letters-is-off = This address gets no mails from here.
letters-turn-on = Send mails again
letters-is-reported = This address gets no mails from here, because mail to it came back or was reported as unwanted. Sign in to change that:
letters-unsubscribed = You will get no more of these mails.
letters-unknown-link = This link does not work
letters-unknown-link-text = Perhaps your mail program has cut it short. Copy the whole address from the mail, or sign in and choose there what you are mailed.
letters-bounces-wrong = This is no report of bounces as the README describes it.

notice-letters-saved = Saved.

# Letters of single events. The subject is the same for a whole topic, so that mail programs keep its letters together.
letters-event-subject = [{ $site }] { $title }
letters-event-button = Read it
letters-event-question = “{ $actor }” asked: “{ $title }”
letters-event-article = “{ $actor }” published the article “{ $title }”
letters-event-idea = “{ $actor }” proposed the idea “{ $title }”
letters-event-status = “{ $actor }” says how “{ $title }” goes on
letters-event-new-status = Status: { $status }
letters-event-answer = “{ $actor }” answered “{ $title }”
letters-event-comment = “{ $actor }” commented on “{ $title }”
letters-event-mention = “{ $actor }” mentioned you in “{ $title }”
letters-event-accepted = An answer to “{ $title }” was accepted.
letters-event-closed = “{ $title }” was closed.
letters-event-reopened = “{ $title }” was opened again.
letters-event-edited = “{ $actor }” edited what you wrote in “{ $title }”
letters-event-extended = What you wrote became part of the idea “{ $title }”
letters-event-suggested = “{ $actor }” suggests an edit of what you wrote in “{ $title }”
letters-event-suggestion-approved = The edit that you suggested in “{ $title }” was approved.
letters-event-suggestion-rejected = The edit that you suggested in “{ $title }” was rejected. Read why.
letters-event-credited = Your question became the article “{ $title }”
letters-event-review-due = Your article “{ $title }” is due for a review.
letters-event-badge = You earned a badge. The last straw was “{ $title }”.
letters-event-super = You are a super-user now: you have helped many people lately, also with “{ $title }”. See what that opens.

letters-reason-mentioned = You get this because you were mentioned.
letters-reason-own = You get this because it is about something of yours.
letters-reason-topic = You get this because you follow the topic.
letters-reason-member = You get this because you follow the member.
letters-reason-search = You get this because a search you keep finds it.
letters-reason-tag = You get this because you follow one of its tags.
letters-reason-board = You get this because you follow the board.
letters-change-text = Change or stop these mails

letters-digest-subject = [{ $site }] What is new, { $date }
letters-digest-news = New in what you follow
letters-digest-more = { $count ->
    [one] News in { $count } more topic are in your inbox.
   *[other] News in { $count } more topics are in your inbox.
}
letters-digest-questions = Questions that wait for an answer
letters-digest-metoo = { $count ->
    [one] { $count } other has this too
   *[other] { $count } others have this too
}
letters-digest-answers = Answers that helped this week
letters-digest-why = You get this digest because you chose to hear of things daily or weekly.

letters-news-question = New question
letters-news-article = New article
letters-news-idea = New idea
letters-news-status = { $count ->
    [one] A word of staff
   *[other] { $count } words of staff
}
letters-news-answers = { $count ->
    [one] { $count } new answer
   *[other] { $count } new answers
}
letters-news-comments = { $count ->
    [one] { $count } new comment
   *[other] { $count } new comments
}
letters-news-mentions = { $count ->
    [one] You were mentioned
   *[other] You were mentioned { $count } times
}
letters-news-accepted = { $count ->
    [one] An answer was accepted
   *[other] { $count } answers were accepted
}
letters-news-closed = Closed
letters-news-reopened = Opened again
letters-news-edited = What you wrote was edited
letters-news-extended = Your comment became part of the idea
letters-news-suggested = An edit is suggested for what you wrote
letters-news-suggestion-approved = An edit that you suggested was approved
letters-news-suggestion-rejected = An edit that you suggested was rejected
letters-news-credited = Became an article with credit to you
letters-news-review-due = Due for your review
letters-news-badge = { $count ->
    [one] You earned a badge
   *[other] You earned { $count } badges
}
letters-news-super = You are a super-user now
letters-points-subject = [{ $site }] Points of yours run out
letters-points-text = { $points ->
    [one] { $points } point of yours runs out within { $days } days, on { $date }.
   *[other] { $points } points of yours run out within { $days } days, the first of them on { $date }.
}
letters-points-spend = Points that you redeem before do not run out.
letters-points-button = See your points
