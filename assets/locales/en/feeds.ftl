# Feeds and the page that lists them.

feeds-title = Feeds
feeds-lead = Follow this community in a feed reader. A feed holds the 30 latest entries with their full text, and only what everybody can read.

feeds-site = The whole site
feeds-boards = Boards
feeds-others = Tags, questions and members
feeds-others-text = Each tag, question and member has a feed too. Paste the address of the page into your feed reader, or write the feed’s address yourself:
feeds-others-tag = The newest questions with a tag
feeds-others-question = A question and its answers
feeds-others-member = What a member asks and answers
feeds-others-formats = End the address in .rss instead of .atom for RSS.
# Two links to the same feed; $title says which.
feeds-atom-of = Atom: { $title }
feeds-rss-of = RSS: { $title }
feeds-atom = Atom
feeds-rss = RSS

# Titles of feeds as a feed reader lists them, and what they hold.
feeds-newest = { $site }: newest questions
feeds-newest-text = The newest questions of all boards.
feeds-unanswered = { $site }: unanswered questions
feeds-unanswered-text = Questions that wait for a first answer, newest first.
feeds-accepted = { $site }: accepted answers
feeds-accepted-text = Answers that worked, latest first.
feeds-board = { $site }: { $board }
feeds-board-text = The newest questions on the board { $board }.
feeds-tag = { $site }: { $tag }
feeds-tag-text = The newest questions with the tag { $tag }.
feeds-question = Answers: { $title }
feeds-question-text = The question “{ $title }” and its newest answers.
feeds-member = { $site }: { $name }
feeds-member-text = Questions and answers by { $name }.
# Title of an answer in a feed.
feeds-answer = Answer by { $name }: { $title }
