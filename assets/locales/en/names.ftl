# What is wrong with a handle, a display name or an email address, said beside the field.

accounts-handle-too-short = Enter a handle of at least { $min } characters.
# $length: how long it is now.
accounts-handle-too-long = Enter a handle of at most { $max } characters. This one has { $length }.
# $character: the first one that cannot stay, or its code point when it cannot be seen.
accounts-handle-character = Enter a handle of letters, digits, “-” and “_” only, without “{ $character }”.
accounts-handle-edge = Enter a handle that begins and ends with a letter or digit.
accounts-handle-only-digits = Enter a handle with at least one letter.
accounts-handle-mixed-scripts = Enter a handle with letters of one alphabet. This one mixes alphabets whose letters look alike.
accounts-handle-reserved = Enter another handle. “{ $handle }” is kept for the people who run this community.

accounts-name-empty = Enter a name with at least one letter or digit.
# $length: how long it is now.
accounts-name-too-long = Enter a name of at most { $max } characters. This one has { $length }.
# $code: a code point, U+200B.
accounts-name-unseen = Enter a name without hidden characters and line breaks. This one has { $code }.
accounts-name-marks = Enter a name without marks piled on one letter.
accounts-name-mixed-scripts = Enter each word with letters of one alphabet. “{ $word }” mixes alphabets whose letters look alike.
accounts-name-link = Enter a name without a web or email address. After a dot, leave a space.
accounts-name-markup = Enter a name without “<” and “>”.

accounts-email-empty = Enter your email address.
# $length: how long it is now.
accounts-email-too-long = Enter an email address of at most { $max } characters. This one has { $length }.
accounts-email-no-at = Enter an email address with an “@”, like name@example.com.
accounts-email-local = Enter an email address with only Latin letters, digits and signs like “.”, “-” or “+” before the “@”.
accounts-email-domain = Enter the domain after the “@” in full, like example.com.
