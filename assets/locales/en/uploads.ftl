# Uploads that are refused before anybody looks into them.

uploads-none-chosen = Choose a file.

# $until: when the next one can be added.
uploads-limit = You can add { $max } pictures an hour. Add the next one after { $until }.

# Adding a picture to a post without scripts.

uploads-new = Add a picture
uploads-file = Picture
uploads-file-hint = PNG, JPEG, WebP or GIF of at most { $megabytes } MB.
uploads-add = Add picture
uploads-added = Your picture is added
uploads-added-alt = The picture that you added
uploads-markdown = Markdown
uploads-markdown-hint = Copy it into your post. Between the square brackets, say what the picture shows.
uploads-add-another = Add another
