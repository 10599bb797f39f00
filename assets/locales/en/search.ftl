# Search: the page of results, its field in the head of every page, and what is suggested while one types.

search-title = Search
search-title-of = Search: { $query }
search-label = Search the community
search-placeholder = Search
search-button = Search
search-suggestions = Suggestions
search-all = All results for “{ $query }”

search-count = { $count ->
    [0] Nothing found
    [one] { $count } result
   *[other] { $count } results
}
search-count-more = { $count }+ results
search-views = Order of the results
search-sort = { $sort ->
    [newest] Newest
    [score] Highest score
   *[relevance] Best match
}
search-filters = Narrow the results
search-filter = { $name ->
    [solved] Solved
    [unanswered] Unanswered
    [article] Articles
    [idea] Ideas
   *[question] Questions
}
search-what = { $what ->
    [answer] In an answer
   *[comment] In a comment
}

search-meant = Did you mean
search-empty = No results for “{ $query }”
search-empty-text = Try fewer or other words. Or ask: your words are kept.

search-help = What you can type
search-help-words = All words, in any of their forms
search-help-phrase = Exactly these words
search-help-not = Without this word
search-help-tag = With this tag, on this board, by this member
search-help-is = Kind and state
search-help-score = By score
search-help-date = Written since a day, or before it
search-help-mine = Written by you

search-note-long = Only the first { $max } characters were read.
search-note-words = Only { $max } words are searched for at once. Left out: { $words }
search-note-operators = Only { $max } operators are read at once. The rest was left out.
search-note-value = { $operator }:{ $value } was not understood and left out.
search-note-not = { $operator }: cannot be excluded and was left out.
search-note-only-not = Name at least one word that should be there.

search-follow = Follow this search
search-followed = You follow this search
