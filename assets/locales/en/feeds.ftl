# Feeds and the page that lists them.

feeds-title = Feeds
feeds-lead = Follow this community in a feed reader. A feed holds the 30 latest entries with their full text, and only what everybody can read.

feeds-site = The whole site
feeds-boards = Boards
feeds-others = Tags, questions, ideas, members and searches
feeds-others-text = Each tag, question, idea, member and search has a feed too. Paste the address of the page into your feed reader, or write the feed’s address yourself:
feeds-others-tag = The newest questions, articles and ideas with a tag
feeds-others-question = A question and its answers
feeds-others-idea = What staff say of an idea
feeds-others-status = The ideas that have a status
feeds-others-member = What a member asks, answers, publishes and proposes
feeds-others-search = What a search finds, newest first
feeds-others-formats = End the address in .rss instead of .atom for RSS.
# Two links to the same feed; $title says which.
feeds-atom-of = Atom: { $title }
feeds-rss-of = RSS: { $title }
feeds-own = Your inbox
feeds-own-text = Your own inbox has a feed too, at a secret address that you make, renew and end on the page of your inbox. It holds what you are told, with what only you may read.
feeds-own-make = Make it in your inbox
feeds-own-sign-in = Sign in to make it
feeds-atom = Atom
feeds-rss = RSS

# Titles of feeds as a feed reader lists them, and what they hold.
feeds-newest = { $site }: newest questions
feeds-newest-text = The newest questions of all boards.
feeds-unanswered = { $site }: unanswered questions
feeds-unanswered-text = Questions that wait for a first answer, newest first.
feeds-accepted = { $site }: accepted answers
feeds-accepted-text = Answers that worked, latest first.
feeds-articles = { $site }: articles
feeds-articles-text = The newest articles of all boards.
feeds-ideas = { $site }: ideas
feeds-ideas-text = The newest ideas of all boards.
feeds-status = { $site }: ideas “{ $status }”
feeds-status-text = The ideas that are “{ $status }”, the latest word of staff first.
feeds-idea = Updates: { $title }
feeds-idea-text = The idea “{ $title }” and what staff say of it.
feeds-roadmap = { $site }: roadmap
feeds-roadmap-text = What staff say of ideas, and what becomes of them.
feeds-changelog = { $site }: changelog
feeds-changelog-text = Ideas that were delivered, with what staff say of each.
# Title of a word of staff in a feed: the idea’s status since then, and its title.
feeds-update = { $status }: { $title }
feeds-search = { $site }: search “{ $query }”
feeds-search-text = The newest questions, articles and ideas that the search “{ $query }” finds.
feeds-inbox = { $site }: your inbox
feeds-inbox-text = What you were told, newest first. Keep the address of this feed to yourself.
# Title of an entry: $what is a sentence like “Anna answered”, $title the topic’s.
feeds-inbox-entry = { $what }: { $title }
feeds-board = { $site }: { $board }
feeds-board-text = What is newest on the board { $board }.
feeds-tag = { $site }: { $tag }
feeds-tag-text = The newest questions, articles and ideas with the tag { $tag }.
feeds-question = Answers: { $title }
feeds-question-text = The question “{ $title }” and its newest answers.
feeds-member = { $site }: { $name }
feeds-member-text = Questions, answers, articles and ideas by { $name }.
# Title of an answer in a feed.
feeds-answer = Answer by { $name }: { $title }
