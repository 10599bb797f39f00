# Uploads that are refused before anybody looks into them.

uploads-none-chosen = Choose a file.

# $until: when the next one can be added.
uploads-limit = You can add { $max } pictures an hour. Add the next one after { $until }.
