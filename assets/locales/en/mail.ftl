# Mails. $name and $handle: of who gets it; a name is another's choice, so it stands in quotes. $site: the community.

mail-hello = Hello “{ $name }”,
mail-footer = Sent by { $site }.

mail-verify-email-subject = Confirm your address for { $site }
mail-verify-email-text = Somebody, probably you, has signed up at { $site } with this address and the handle @{ $handle }.
mail-verify-email-button = Confirm your address
mail-verify-email-lasts = The link works once, within 24 hours.
mail-verify-email-not-you = If it was not you, do nothing: without the link the account stays closed.

mail-already-member-subject = You have an account at { $site }
mail-already-member-text = Somebody, probably you, has just entered this address at { $site }. It has an account already, with the handle @{ $handle }.
mail-already-member-button = Sign in
mail-already-member-forgot = If you do not remember the password, choose “Forgot your password?” there.
mail-already-member-not-you = If it was not you, do nothing: nothing has changed.

mail-reset-password-subject = A new password for { $site }
mail-reset-password-text = Somebody, probably you, wants to set a new password for the account @{ $handle } at { $site }.
mail-reset-password-button = Set a new password
mail-reset-password-lasts = The link works once, within one hour.
mail-reset-password-not-you = If it was not you, do nothing: your password stays as it is.

mail-password-changed-subject = Your password for { $site } was changed
mail-password-changed-text = The password of the account @{ $handle } at { $site } has just been changed. Every other browser is signed out.
mail-password-changed-not-you = If it was not you, set a new one at once.
mail-password-changed-button = Set a new password

mail-change-email-subject = Confirm your new address for { $site }
mail-change-email-text = The account @{ $handle } at { $site } is to move to this address.
mail-change-email-button = Confirm the new address
mail-change-email-lasts = The link works once, within one hour.
mail-change-email-not-you = If you have no such account, do nothing: without the link nothing happens.

mail-email-changed-subject = Your address for { $site } was changed
mail-email-changed-text = The account @{ $handle } at { $site } has moved from this address to { $new }.
mail-email-changed-not-you = If it was not you, write to the people who run { $site } at once.
