badges-title = Badges
badges-lede = What members have done for each other. Nobody earns one by being quick, or by being here.
badges-own = You hold { $count } of { $all } badges.
badges-how = Badges are given within a minute or overnight, once, and stay when what they were given for goes. What stands on restricted boards does not count.
badges-more = { $count ->
    [one] One more badge
   *[other] { $count } more badges
}
badges-yours = Yours
badges-yours-since = Yours since { $date }
badges-nobody = Nobody holds it yet
badges-nobody-text = Whoever earns it first stands here.
badges-holders = { $count ->
    [one] Held by { $count } member
   *[other] Held by { $count } members
}
badges-tier = { $tier ->
    [gold] Gold
    [silver] Silver
   *[bronze] Bronze
}
# $gold, $silver, $bronze: how many of each, any of them may be 0.
badges-tiers = Badges: { $gold } gold, { $silver } silver, { $bronze } bronze
badges-group = { $group ->
    [helping] Helping
    [asking] Asking well
    [proposing] Ideas
    [curating] Curating
   *[teaching] Teaching
}
badges-group-text = { $group ->
    [helping] For answers that helped.
    [asking] For questions that others have too, and for saying what worked.
    [proposing] For ideas that many want, and for those that come true.
    [curating] For making better what others wrote.
   *[teaching] For texts that help whoever comes later.
}
badges-name = { $badge ->
    [helping-hand] Helping hand
    [steady-hand] Steady hand
    [century] Century
    [neighbour] Neighbour
    [good-neighbour] Good neighbour
    [whole-street] The whole street
    [good-answer] Good answer
    [great-answer] Great answer
    [famous-answer] Famous answer
    [good-question] Good question
    [great-question] Great question
    [famous-question] Famous question
    [curious] Curious
    [inquiring] Inquiring mind
    [word-of-thanks] Word of thanks
    [closes-the-loop] Closes the loop
    [wanted] Wanted
    [wanted-by-many] Wanted by many
    [movement] Movement
    [came-true] Came true
    [co-designer] Co-designer
    [inventor] Inventor
    [proofreader] Proofreader
    [sub-editor] Sub-editor
    [chief-editor] Chief editor
    [gardener] Gardener
    [head-gardener] Head gardener
    [author] Author
    [teacher] Teacher
    [professor] Professor
    [textbook] Textbook
    [reference-work] Reference work
    [one-for-all] One for all
   *[other] Badge
}
# What it takes; $from is how much of it.
badges-text = { $badge ->
    [helping-hand] An answer that was accepted
    [steady-hand] { $from } answers that were accepted
    [century] { $from } answers that were accepted
    [neighbour] Accepted answers for { $from } different people
    [good-neighbour] Accepted answers for { $from } different people
    [whole-street] Accepted answers for { $from } different people
    [good-answer] An answer with a score of { $from }
    [great-answer] An answer with a score of { $from }
    [famous-answer] An answer with a score of { $from }
    [good-question] A question with a score of { $from }
    [great-question] A question with a score of { $from }
    [famous-question] A question with a score of { $from }
    [curious] { $from } questions with a score of 5 or more
    [inquiring] { $from } questions with a score of 5 or more
    [word-of-thanks] Accepted somebody’s answer
    [closes-the-loop] Accepted { $from } answers of others
    [wanted] An idea with a score of { $from }
    [wanted-by-many] An idea with a score of { $from }
    [movement] An idea with a score of { $from }
    [came-true] An idea that was delivered
    [co-designer] { $from } ideas that were delivered
    [inventor] { $from } ideas that were delivered
    [proofreader] A suggested edit that was approved
    [sub-editor] { $from } suggested edits that were approved
    [chief-editor] { $from } suggested edits that were approved
    [gardener] { $from } edits of what others wrote
    [head-gardener] { $from } edits of what others wrote
    [author] An article
    [teacher] { $from } articles
    [professor] { $from } articles
    [textbook] An answer that became an article
    [reference-work] { $from } answers that became articles
    [one-for-all] An accepted answer to a question that { $from } others had too
   *[other] Something that this page does not know yet
}
