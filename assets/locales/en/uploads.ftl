# Uploads that are refused for their number.

# $until: when the next one can be added.
uploads-limit = You can add { $max } pictures an hour. Add the next one after { $until }.
