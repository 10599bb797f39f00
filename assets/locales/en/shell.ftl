# The page around every page, and the widgets of templates/macros.

shell-title = { $title } – { $site }
shell-skip = Skip to main content
shell-nav-main = Main
shell-nav-footer = Footer
shell-nav-quick = Quick links
shell-questions = Questions
shell-ideas = Ideas
shell-boards = Boards
shell-articles = Articles
shell-faq = FAQ
shell-tags = Tags
shell-feeds = Feeds
shell-ask = Ask
shell-ask-question = Ask a question
shell-you = You
shell-sign-in = Sign in
shell-sign-up = Sign up
shell-sign-out = Sign out
shell-account-menu = Your account, { $name }
shell-profile = Your profile
shell-inbox = Inbox
shell-inbox-unread = Inbox, { $count } unread
shell-following = Following
shell-settings = Settings
shell-moderation = Moderation
shell-admin = Administration
shell-language = Language
shell-close = Close

shell-theme-to-dark = Switch to the dark theme
shell-theme-to-light = Switch to the light theme
shell-theme-is-dark = Dark theme on
shell-theme-is-light = Light theme on

shell-unverified = Confirm your email address to ask, answer and vote: open the link that we sent you.
shell-unverified-link = Send a new link
shell-suspended = Your account is suspended. You can read, and cannot post or vote.

shell-band-heading = What can we help you with?
shell-ask-box-label = Your question
shell-ask-box-placeholder = Type your question

shell-shortcuts = Keyboard shortcuts
shell-keys-new = New question
shell-keys-step = Next or previous item
shell-keys-sheet = This list
shell-keys-switch = Use single-key shortcuts

# What the script says. Words in braces with a dollar are filled in by the script.
shell-undo = Undo
shell-failed = That was not saved. Check your connection and try again.
shell-vote-failed = Your vote was not saved. Check your connection and try again.
shell-vote-counted = Vote counted.
shell-vote-removed = Vote removed.
shell-copied = Link copied.
shell-copy-failed = The link was not copied. Use your browser’s copy command.
shell-draft-saved = Draft saved { $time }
shell-uploading = Adding { $name }
shell-uploaded = Picture added. Describe it between the square brackets.

# Widgets

ui-staff = { $site } staff
ui-staff-replied = Staff replied
ui-super = Super-user
ui-reputation = { $count } reputation
ui-question-waiting = Waiting, asked

ui-error-prefix = Error:
ui-errors-heading = { $count ->
    [one] There is a problem
   *[other] There are { $count } problems
}
ui-characters-left = Characters left: { $n }
ui-characters-at-most = { $count ->
    [one] At most { $count } character
   *[other] At most { $count } characters
}

ui-editor-formatting = Formatting
ui-editor-write = Write
ui-editor-preview = Preview
ui-editor-bold = Bold
ui-editor-italic = Italic
ui-editor-link = Link
ui-editor-code = Code
ui-editor-quote = Quote
ui-editor-list = List
ui-editor-picture = Add a picture
ui-editor-help = Markdown works.
ui-editor-help-pictures = Paste or drop pictures.
# Behind the words of a link, for screen readers.
ui-opens-in-new-tab = (opens in a new tab)

ui-vote-up = { $kind ->
    [question] Vote up: the question by { $name }
    [article] Vote up: the article by { $name }
    [idea] Vote up: “{ $name }”
    [comment] Vote up: the comment by { $name }
   *[answer] Vote up: the answer by { $name }
}
ui-vote-down = { $kind ->
    [question] Vote down: the question by { $name }
    [article] Vote down: the article by { $name }
    [idea] Vote down: “{ $name }”
   *[answer] Vote down: the answer by { $name }
}
ui-vote-counts = { $score }: { $up } up, { $down } down
ui-vote-off = { $state ->
    [own] You wrote this, so you cannot vote on it.
   *[closed] Votes are closed here.
}

ui-pager = Pages
ui-pager-newer = Newer
ui-pager-older = Older

# The number and the word below it are one tile; the sentence is what a screen reader says instead.
ui-question-answers = { $count ->
    [0] No answers yet
    [one] { $count } answer
   *[other] { $count } answers
}
ui-question-answers-word = { $count ->
    [one] answer
   *[other] answers
}
ui-question-solved = { $count ->
    [one] Solved, { $count } answer
   *[other] Solved, { $count } answers
}
ui-question-solved-word = solved
ui-question-closed = Closed
ui-question-hidden = Hidden
ui-question-deleted = Deleted
ui-question-article = Article
ui-question-idea = Idea
ui-idea-closed = Decided
ui-question-score = Score { $score }
ui-question-metoo = { $count ->
    [one] { $count } person has this too
   *[other] { $count } people have this too
}
