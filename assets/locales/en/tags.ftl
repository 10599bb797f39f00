# The list of tags, and a tag's description.

tags-title = Tags
tags-lede = Tags say what a question is about, across all boards. Follow one to see everything about it.
tags-order = Order
tags-popular = Most used
tags-by-name = By name
tags-topics = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
tags-more = More tags
tags-empty-title = There are no tags yet
tags-empty-text = They come with the questions: each question has one to five.

# A tag's page. Its other names follow after the colon.
tags-also = Also called:
tags-feed = Feed of new questions
tags-edit = Edit this tag
tags-about = About this tag
tags-answerers = Who answers here
tags-answers-helped = { $count ->
    [one] { $count } answer that helped
   *[other] { $count } answers that helped
}
tags-answerers-how = By accepted and upvoted answers to the newest questions with this tag.

tags-edit-one = Edit { $tag }
tags-edit-title = Edit the tag { $tag }
tags-description = What belongs under it
tags-description-hint = Begin with one or two sentences: lists show only them. At most { $max } characters.
tags-description-too-long = Use at most { $max } characters. This text has { $chars }.
tags-save = Save description
tags-cancel = Cancel
notice-tags-saved = Description saved.

tags-synonyms = Other names
tags-synonyms-text = Whoever types one of them gets { $tag }, and its address leads here.
tags-synonym = Another name
tags-synonym-add = Add name
tags-synonym-remove = Remove
tags-synonym-itself = This is the tag’s own name.
tags-synonym-taken = This is another name of a different tag. Remove it there first.
tags-synonym-used = Questions carry this tag. Merge it into this one instead.
tags-synonym-many = A tag can have { $max } other names.
tags-still-merging = Questions are still being moved from this name. Try again in a minute.
tags-merged-meanwhile = Somebody else has just made one of these tags another name of a tag. Look at it again.
notice-tags-synonym-added = Name added.
notice-tags-synonym-removed = Name removed.

tags-merge = Merge or rename
tags-merge-title = Merge or rename the tag { $tag }
tags-merge-text = Every question with this tag gets another tag instead, and this name leads to that one. A name that no tag has yet renames the tag.
tags-merge-into = The other tag, or the new name
tags-merge-into-hint = Lower-case letters and digits, with hyphens between words.
tags-merge-continue = Continue
tags-merge-itself = This is the tag itself, or another name of it.
# $count: questions, exactly.
tags-merge-count = { $count ->
    [one] { $count } question will carry { $into } instead. Its history and its time of last activity stay as they are.
   *[other] { $count } questions will carry { $into } instead. Their history and their times of last activity stay as they are.
}
# $count: there are at least as many.
tags-merge-many = { $count } questions or more will carry { $into } instead, a few hundred a second. Their history and their times of last activity stay as they are.
tags-merge-exists = There is a tag { $into } already. A question that carries both keeps one.
tags-merge-new = There is no tag { $into } yet, so this gives the tag a new name.
tags-merge-synonym = { $tag } becomes another name of { $into }: typed or opened, it leads there.
tags-merge-reason-hint = It is kept in the log.
tags-merge-do = Merge tags
tags-merge-rename = Rename tag
notice-tags-merged = Merged. Questions that are still to be moved follow within minutes.
tags-not-there = There is no tag “{ $tag }” yet.
