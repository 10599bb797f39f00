# Articles, series and the questions that are asked most.

articles-title = Articles
articles-lede = How things work, written and looked after by those who know.
articles-by = Article by { $name }
articles-text = The article
articles-about = About this article
articles-more = More articles
articles-published = Published
articles-updated = Updated
articles-closed = Out of date
articles-closed-because = { $reason ->
    [outdated] This article is out of date, and is kept for those who were led here.
   *[other] This article is closed, and is kept for those who were led here.
  }
articles-empty = No articles yet
articles-empty-text = Articles are made of solved questions, and written by staff. Until then, ask your question.
articles-board-empty-text = Nothing has been published on this board yet.

articles-credit = This article is made of a question:
articles-credit-asked = Asked by
articles-credit-answered = Answered by
articles-made = There is an article about this:
articles-make = Make this an article

articles-new-title = Write an article
articles-no-board = There is no board of articles that you may write on. An admin can make one.
articles-from-question = The text below is what was asked and what solved it. Make it read well, then publish it. Those who asked and answered are named.
articles-title-hint = What one learns from it: “Set up your eSIM on an iPhone”.
articles-body-hint = Headings make the list “On this page”.
articles-knows-readers = I know that not everybody may read this question, and the article holds nothing that others must not see.
articles-knows-readers-hint = The question stands on a board for a few. The article is read by all who read its own board.
articles-readers-unknown = The question is not for everybody. Look through the text, then tick this.
articles-publish = Publish article
articles-tips = A good article
articles-tip-1 = One subject, from its beginning to its end.
articles-tip-2 = Short parts with headings that say what is in them.
articles-tip-3 = Steps as a list, each with what one sees when it worked.
articles-problem = The problem
articles-solution = The solution
articles-another-solution = Another solution
notice-article-published = The article is published.

articles-keep = Looking after this article
articles-keep-title = Look after the article
articles-keep-edit = Change owner, date or series
articles-owner = Looked after by
articles-review-is = To be looked through again on
articles-review-was = It was to be looked through on
articles-still-right = Still right
articles-due = Review due
articles-due-title = Articles to review
articles-due-lede = Their date has come. Read each once more: if it is still right, say so, else change it.
articles-due-empty = Nothing is waiting
articles-due-empty-text = Articles come here when the date of their review has come.
articles-field-owner = Owner
articles-field-owner-hint = The handle of a staff member or a moderator.
articles-field-days = Days until the next review
articles-field-days-hint = { $max ->
    [one] At most one day.
   *[other] 1 to { $max } days.
  }
articles-field-series = Series
articles-field-series-none = None
articles-owner-unknown = Name a staff member or a moderator.
articles-days-wrong = Enter a number from 1 to { $max }.
articles-series-unknown = Choose one of the series.
articles-series-full = This series has { $max } parts already. Choose another, or none.
notice-article-still-right = The article is good for another half year.

articles-series = Series
articles-series-new = Make a series
articles-series-edit = Change the series
articles-series-neighbours = Parts of this series
articles-series-title-length = Give it a title of { $min } to { $max } characters.
articles-series-description-long = Say it in at most { $max } characters.
articles-series-many = There are { $max } series, which is as many as a site can have.
articles-series-taken = There is a series of that name. Choose another title.
articles-series-empty = No parts yet
articles-series-empty-text = Open an article, and choose this series where its owner and date are set.
articles-field-description = What it is about
articles-field-order = Order of the parts
articles-field-order-hint = The part with the lowest number comes first.
articles-place-of = Place of “{ $title }”
articles-part-of = Part { $number } of { $count }
articles-parts = { $count ->
    [one] One part
   *[other] { $count } parts
  }
articles-previous = Previous part:
articles-next = Next part:
notice-series-made = The series is made. Add articles to it where their owner and date are set.

articles-faq-title = Frequently asked questions
articles-faq-link = Frequently asked questions
articles-faq-lede = The solved questions that most people came for, with the answer that worked.
articles-faq-all-languages = All languages
articles-faq-whole = The whole answer
articles-faq-empty = No solved questions yet
articles-faq-empty-text = When answers are accepted, the questions that are read most stand here.
articles-field-wiki = Members may edit it
articles-field-wiki-hint = Those with enough reputation. Every version is kept, and any of them can be restored.
