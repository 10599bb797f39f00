# Why a text, a title or a tag cannot be taken as it was typed.

text-empty = Enter a text.
text-too-many-bytes = This text takes { $bytes } bytes. Up to { $max } fit, about { $max } letters of English or half as many of Russian.
text-too-many-chars = { $chars ->
    [one] This comment has { $chars } character.
   *[other] This comment has { $chars } characters.
} Up to { $max } fit. For more, write an answer.
text-too-deep = Quotes, lists and emphasis are nested too deep here. Keep to { $max } levels.
text-too-many-cells = The tables here are too large. Keep to { $max } cells in all.

text-title-empty = Enter a title.
text-title-too-short = { $chars ->
    [one] This title has { $chars } character.
   *[other] This title has { $chars } characters.
} Use at least { $min }, so that others know what it is about.
text-title-too-long = This title has { $chars } characters. Up to { $max } fit; the rest can go into the text.
text-title-no-words = Use words in the title.
text-title-character = The title has a character that cannot be shown ({ $character }). Remove it.

text-tag-empty = Name a tag.
text-tag-too-long = This tag has { $chars } characters. Up to { $max } fit.
text-tag-character = A tag cannot have “{ $character }”. Use letters, digits and hyphens.
text-tag-misplaced = A tag cannot have “{ $character }” at this place. Begin and end with a letter or a digit, and put hyphens and dots between them.
