# Adding a picture to a post without scripts.

images-new = Add a picture
images-file = Picture
images-file-hint = PNG, JPEG, WebP or GIF of at most { $megabytes } MB.
images-add = Add picture
images-added = Your picture is added
images-added-alt = The picture that you added
images-markdown = Markdown
images-markdown-hint = Copy it into your post. Between the square brackets, say what the picture shows.
images-add-another = Add another

# What is wrong with an uploaded picture.

images-too-many-bytes = Choose a picture of at most { $megabytes } MB.
# $width, $height: pixels of the picture that was chosen.
images-too-many-pixels = Choose a picture of at most { $megapixels } megapixels. This one has { $width } × { $height } pixels.
images-unsupported = Choose a PNG, JPEG, WebP or GIF picture.
images-damaged = Choose another picture. This file is damaged or incomplete.
