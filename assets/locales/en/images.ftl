# What is wrong with an uploaded picture.

images-too-many-bytes = Choose a picture of at most { $megabytes } MB.
# $width, $height: pixels of the picture that was chosen.
images-too-many-pixels = Choose a picture of at most { $megapixels } megapixels. This one has { $width } × { $height } pixels.
images-unsupported = Choose a PNG, JPEG, WebP or GIF picture.
images-damaged = Choose another picture. This file is damaged or incomplete.
