follows-level-unknown = Choose one of the levels that are offered.
follows-search-query = Enter a search of 1 to { $max } characters.
follows-search-name = Enter a name of at most { $max } characters.
follows-search-many = You keep { $max } searches already. Remove one first.
