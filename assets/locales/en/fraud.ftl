# Votes that a nightly look found unusual, what is decided about them, and appeals.

fraud-title = Unusual votes
fraud-lede = Each night, votes and acceptances are compared with what is usual here. Nothing happens to a vote before a person decides.
fraud-tab-open = Open
fraud-tab-appeals = Appeals
fraud-empty = Nothing waits
fraud-empty-text = What the next night finds stands here.
fraud-one-title = Unusual votes
fraud-pattern-reciprocal = Two members for each other
fraud-pattern-star = New accounts for one member
fraud-pattern-one-giver = Much from one person
fraud-pattern-same-device = Two accounts on one browser
# $pattern: what was found; $gifts: how many posts; $percent: the share that was found; $usual: the usual one.
fraud-rate = { $pattern ->
    [reciprocal] { $gifts } votes and acceptances. Each gives the other at least { $percent } % of all they give; { $usual } % is usual between members who vote for each other.
    [star] { $gifts } votes from accounts under 30 days old that vote for hardly anybody else: { $percent } % of all that the member received; { $usual } % is usual.
    [one_giver] { $gifts } votes and acceptances in months of which at least { $percent } % came from this person; { $usual } % from one person is usual.
   *[other] { $gifts } votes and acceptances between two accounts that voted from one browser within 30 days: up to { $percent } % of all that one of them gave.
}
fraud-evidence = What was given
fraud-unseen = A post that you cannot see
fraud-taken = vote voided
fraud-more = There is more of the same.
fraud-decide = Decide
fraud-decide-text = When the votes are voided, they count nowhere any more: scores, orders, reputation and points follow. The members are told, with your reason, and can appeal to somebody else.
fraud-decision = What is it?
fraud-dismiss = Nothing unusual: dismiss
fraud-void = No honest votes: void them
fraud-decide-do = Save decision
fraud-reason-hint = The members read it, and it is kept in the log.
fraud-choose = Choose what is decided.
fraud-state = { $state ->
    [dismissed] { $name } dismissed it
    [voided] { $name } voided the votes
   *[undone] { $name } voided the votes, and after an appeal they count again
}
fraud-appeal-of = Appeal by { $name }
fraud-outcome = Does the decision stand?
fraud-uphold = It stands
fraud-undo = The votes count again
fraud-answer-do = Answer appeal
fraud-answered = { $name } answered
fraud-decided-already = This is decided already.
fraud-answered-already = This appeal is answered already.

fraud-own-title = Decisions about your votes
fraud-own-lede = Votes that you gave or received and that were found not to be honest opinions.
fraud-own-empty = There is no decision
fraud-own-empty-text = All votes that you gave and received count.
fraud-own-voided = Votes that you gave or received do not count any more
fraud-own-undone = These votes count again
fraud-own-look = See the decision
fraud-own-appeal = Your appeal
fraud-own-answer = The answer
fraud-own-waits = Somebody else than who decided will answer. You are told in your inbox.
fraud-appeal = Appeal
fraud-appeal-title = Appeal against a decision
fraud-appeal-text = Say why these votes were honest. You can appeal once, and somebody else than who decided answers.
fraud-appeal-words = Your appeal
fraud-appeal-do = Send appeal
fraud-appeal-too-short = Write at least { $min } characters.
fraud-appeal-too-long = Use at most { $max } characters. This has { $chars }.
fraud-appeal-already = You have appealed already, or these votes count again.

notice-fraud-decided = Your decision is saved.
notice-fraud-answered = Your answer is saved.
notice-fraud-appealed = Your appeal is sent.
