# What is wrong with a new password, said beside the field.

# $length: how long it is now.
accounts-password-too-short = Enter a password of at least { $min } characters. This one has { $length }.
# $length: how long it is now.
accounts-password-too-long = Enter a password of at most { $max } characters. This one has { $length }.
accounts-password-common = Enter a password that fewer people use. This one is among the first that anyone would try.
accounts-password-own-name = Enter a password that is not your handle or email address.
