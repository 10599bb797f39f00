# Signing up and in, settings.

accounts-who = Email or handle
accounts-email = Email
accounts-password = Password
accounts-forgot = Forgot your password?
accounts-or = or
accounts-go-on = Go on

accounts-sign-in = Sign in
accounts-sign-in-to = Sign in to { $site }
accounts-sign-in-why = You can read everything without an account. Sign in to ask, answer and vote.
accounts-sign-in-wrong = Email or handle and password do not belong together. Check both, or set a new password.
accounts-back-to-sign-in = Back to signing in
accounts-new-here = New here?
accounts-create = Create an account

accounts-sign-up = Sign up
accounts-sign-up-at = Join { $site }
accounts-sign-up-why = Ask, answer and vote. We send one email to check your address.
accounts-sign-up-why-kept = Your text is kept. We send one email to check your address.
accounts-sign-up-closed-title = Sign-up is closed
accounts-sign-up-closed = This community takes no new accounts at the moment. You can read everything without one.
accounts-signed-in-already = You are signed in as { $name }. A new account is a second one.
accounts-question-kept = Your question is posted as soon as you confirm your address.
accounts-answer-kept = Your answer is kept as a draft.
accounts-have-account = You have an account?
accounts-display-name = Name
accounts-display-name-hint = What others call you. It can be changed later.
accounts-handle = Handle
accounts-handle-hint = Your unique name in addresses and mentions, like @anna. It stays.
accounts-handle-taken = Enter another handle. This one, or one that looks like it, is taken.
accounts-email-taken = This address belongs to another account.
accounts-password-hint = { $min } characters or more. A few words together are easy to remember and hard to guess.
accounts-password-wrong = Enter your present password. This is another one.

accounts-check-mail = Check your mail
# $email: as typed.
accounts-check-mail-text = We have sent an email to { $email }. Open the link in it to go on.
accounts-check-mail-spam = It takes a minute. Not there? Look among the unwanted mail.
accounts-check-mail-question = Your question is posted when you open the link.
accounts-had-account = Had an account already?
accounts-had-account-text = Sign in here, and your text comes along.

accounts-verify-email = Confirm your email address
accounts-verify-email-text = One click, and you can ask, answer and vote at { $site }.
accounts-verify-email-button = Confirm and sign in
accounts-confirm-email = Confirm your new address
accounts-confirm-email-text = From then on you sign in to { $site } with it, and mail goes there.
accounts-confirm-email-button = Confirm the address
accounts-link-spent = This link no longer works
accounts-link-spent-text = Each link works once, for a short time, and only the newest one. Sign in, or ask for a new link.

accounts-reset = Set a new password
accounts-reset-text = Enter the email address of your account. We send a link to it.
accounts-reset-send = Send me a link
# $email: as typed.
accounts-reset-sent = If { $email } has an account here, a link is on its way to it. It works for one hour.
accounts-new-password = Choose a new password
accounts-new-password-text = You are signed in with it here, and signed out everywhere else.
accounts-new-password-label = New password
accounts-password-set = Set the password

accounts-confirm-password = Enter your password once more
accounts-confirm-password-text = What comes next concerns the safety of your account.

accounts-first-admin = Create the first admin
accounts-first-admin-text = This account sets up the community and gives others their roles.

accounts-settings = Settings
accounts-profile = Profile
accounts-profile-later = You can fill in your profile once your address is confirmed and your account is not suspended.
accounts-profile-save = Save profile
accounts-profile-see = See your profile
accounts-staff-faceless = Staff answer with their own face: add your real name, a job title and a photo. Until then you cannot post.
accounts-photo = Photo
accounts-photo-hint = PNG, JPEG, WebP or GIF of at most 5 MB. The middle square is shown.
accounts-photo-set = Upload photo
accounts-photo-remove = Remove photo
accounts-real-name = Real name
accounts-real-name-hint = Staff are shown under their real name.
accounts-job-title = Job title
accounts-job-title-wrong = Enter a job title of at most 50 characters, on one line and without links.
accounts-bio = About you
accounts-bio-hint = Everyone can read this. Markdown works.
accounts-bio-too-long = Enter at most { $max } characters. This text has { $length }.

accounts-email-verified = Confirmed
accounts-email-unverified = Not confirmed
accounts-send-again = Send a new link
# $email: the new address.
accounts-email-waits = We have sent a link to { $email }. The change happens when you open it.
accounts-email-change = Change your address
accounts-email-new = New email address
accounts-email-new-hint = We send a link to it. Until you open it, nothing changes.
accounts-email-same = Enter another address. This is the one you have.
accounts-email-change-button = Send the link
accounts-password-current = Present password
accounts-password-change = Change your password
accounts-password-ends = You stay signed in here. Other browsers are signed out, and links in earlier mails stop working.
accounts-password-change-button = Change the password

accounts-sessions = Where you are signed in
accounts-sessions-text = Sign out what you do not know, then change your password.
accounts-session-device = { $browser } on { $system }
accounts-session-unknown = Unknown browser
accounts-session-current = This browser
accounts-session-used = Used
accounts-session-since = Since { $date }
accounts-session-end = Sign out
accounts-sessions-end-others = Sign out everywhere else

# $until: when it clears.
accounts-limit-passwords = That was { $max } wrong passwords within 15 minutes. Try again after { $until }, or set a new password.
accounts-limit-sign-ups = { $max } accounts an hour can be made from one place. Try again after { $until }.
accounts-limit-resets = { $max } links an hour can be asked for. Use the newest one, or try again after { $until }.
accounts-limit-links = { $max } links an hour can be sent. Use the newest one, or try again after { $until }.

notice-signed-out = You are signed out.
notice-password-changed = Your password is changed. You are signed out everywhere else.
notice-email-asked = Open the link that we have sent to your new address.
notice-email-changed = Your address is changed.
notice-link-sent = A new link is on its way. Only the newest one works.
notice-verified = Your address is confirmed. Welcome!
notice-verified-posted = Your address is confirmed, and your question is posted. Welcome!
notice-verified-draft = Your address is confirmed. Your question is not posted yet: look through it and send it.
notice-profile-saved = Your profile is saved.
notice-photo-saved = Your photo is saved.
notice-photo-removed = Your photo is removed.
notice-session-ended = That browser is signed out.
notice-sessions-ended = You are signed out everywhere else.
notice-first-admin = You are the first admin. Set up boards next.
