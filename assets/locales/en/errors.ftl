# Error pages. Each says what happened and what to do.

error-400-title = The request was not understood
error-400-text = Go back, and try the link or the form again.
error-401-title = Sign in to go on
error-403-title = This is not possible
error-404-title = There is nothing here
error-404-text = The address may be mistyped, or the page may have been removed. Look through the questions, or ask your own.
error-408-title = This took too long to arrive
error-408-text = Check your connection, then go back and send it again.
error-409-title = Somebody was faster
error-409-text = This has already been done. Go back and reload the page to see how it stands.
error-410-title = This page is gone
error-410-text = It was here once and will not come back.
error-413-title = This is too large
error-413-text = Send at most { $kib } KiB. Shorten the text, or split it into two posts.
error-413-file = Send a picture of at most { $mb } MB. Make this one smaller, or choose another.
error-415-title = This kind of file cannot be taken
error-415-text = Send a PNG, JPEG, WebP or GIF picture of at most 5 MB.
error-422-title = Check what you entered
error-422-text = Something in the form does not fit. Go back, check the fields, and send it again.
error-429-title = That was a little too fast
error-500-title = Something went wrong on our side
error-500-text = It has been noted. Try again in a minute; if it stays, tell us the number below.
error-503-title = Talka is busy
error-503-text = Nothing you typed is lost. Wait a few seconds, then send it again.
error-connections = Too many connections are open from your network. Close some windows of this site, then try again.
error-flood = Wait { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
  }, then try again.
error-flood-search = Too many searches came from your address at once. Wait { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
  }, then search again.
error-flood-feed = Your feed reader asks for whole feeds again and again. Let it send back the ETag (If-None-Match) or the date (If-Modified-Since) that came with a feed: then it may ask as often as it likes. It may take the next whole feed in { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
  }.
error-forged = The form was open for too long, or came from another page. Go back, reload the page, and send it again.
error-reauthenticate = Enter your password once more to go on.
error-typed = What you typed
error-carried = Your text is kept. After you sign in it is back in the form.
error-home = To the questions
error-request = Request { $id }
