# Comments.

comments-title = Comments: { $title }
comments-heading = Comments
comments-of = Comments on the post by { $name }
comments-add = Comment
comments-more = { $count ->
    [one] One more comment
   *[other] { $count } more comments
  }
comments-first = First comments
comments-next = More comments
comments-none = No comment yet.
comments-field = Your comment
comments-field-hint = A short remark: links and `code` work. An answer belongs into the answer box.
comments-post = Post comment
comments-edit-title = Edit comment
comments-edit = Edit comment
comments-edited = edited
comments-under = from:
comments-delete = Delete comment
comments-removed = removed
comments-hide = Hide comment
comments-restore = Restore comment
