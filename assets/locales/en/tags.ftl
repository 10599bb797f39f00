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

tags-edit-one = Describe { $tag }
tags-edit-title = Describe the tag { $tag }
tags-description = What belongs under it
tags-description-hint = One or two sentences. Readers see them in the list of tags and on the tag’s page.
tags-description-too-long = Use at most { $max } characters. This text has { $chars }.
tags-save = Save description
tags-cancel = Cancel
notice-tags-saved = Description saved.
