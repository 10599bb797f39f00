# The administration.

admin-title = Administration
admin-nav = Administration
admin-nav-overview = Overview
admin-nav-boards = Boards
admin-nav-groups = Groups
admin-nav-members = Roles
admin-nav-settings = Settings
admin-nav-points = Points
admin-nav-audit = Audit log
admin-nav-jobs = Jobs
admin-nav-mail = Mail
admin-cancel = Cancel
admin-name = Name
admin-description = Description
admin-created = When
admin-retry = Try again
admin-too-short = { $min ->
    [one] Enter at least { $min } character.
   *[other] Enter at least { $min } characters.
}
admin-too-long = Use at most { $max } characters. This has { $chars }.
admin-control = Remove the characters that cannot be shown.
admin-no-member = There is no member with this handle. Check the spelling.
admin-handle-hint = The handle, as in @name.

admin-boards-text = Make boards, put them in order, restrict them to groups, close them to new questions.
admin-groups-text = Named sets of members that a board can be restricted to.
admin-members-text = Who is a moderator, an employee or an admin.
admin-settings-text = Name, tagline, time zone, and who may sign up.
admin-audit-text = Who did what to whom and when. Lines are never changed.
admin-jobs-text = Work that is done after the answer, and what failed for good.
admin-jobs-count = { $count ->
    [0] None is waiting
    [1000] 1,000 or more are waiting
    [one] { $count } is waiting
   *[other] { $count } are waiting
}
admin-mail-text = What waits to be sent, was sent, or could not be sent.
admin-dead-jobs = { $count ->
    [1000] 1,000 or more jobs failed for good and wait for you.
    [one] { $count } job failed for good and waits for you.
   *[other] { $count } jobs failed for good and wait for you.
}
admin-dead-jobs-link = Look at them

admin-boards = Boards
admin-board-new = Make a board
admin-board-edit = Change a board
admin-board-save = Save board
admin-board-address = Its address is { $path } and stays so.
admin-board-slug = Address
admin-board-slug-hint = The last part of its address, in Latin letters. Left empty, it follows from the name. It cannot be changed later.
admin-board-slug-taken = A board has the address “{ $slug }” already. Choose another.
admin-board-description-hint = What belongs there, in a sentence or two.
admin-board-hue = Colour
# $hue: 1 to 6, as the style sheet has them.
admin-hue = { $hue ->
    [1] Red
    [2] Yellow
    [3] Green
    [4] Teal
    [5] Violet
   *[other] Pink
}
admin-board-no-hue = Choose a colour.
admin-board-kind = What stands on it
admin-board-kind-hint = It can change while nothing stands there.
admin-board-questions = Questions
admin-board-articles = Articles
admin-board-ideas = Ideas
admin-board-choose-kind = Say what stands on it.
admin-board-kind-fixed = Something stands on this board, so its kind stays as it is.
admin-board-readers = Who may read it
admin-board-readers-hint = Restricted, the board and its questions are gone for everybody else: from lists, counts, feeds and search engines.
admin-board-everyone = Everyone
admin-board-groups = Members of these groups, and its moderators
admin-board-choose-readers = Choose who may read it.
admin-board-choose-groups = Choose at least one group.
admin-board-no-group = One of these groups is not there any more. Choose again.
admin-board-which-groups = Groups
admin-board-retired = Closed
admin-board-retire = Close to new questions
admin-board-retire-text = It takes no new questions. What was asked and answered stays, and can be answered.
admin-board-revive = Open to new questions
admin-board-revive-text = It takes new questions again.
admin-board-up = Move { $name } up
admin-board-down = Move { $name } down
notice-admin-board-made = Board made.
notice-admin-board-saved = Board saved.
notice-admin-board-retired = The board takes no new questions.
notice-admin-board-revived = The board takes new questions.

admin-groups = Groups
admin-group-new = Make a group
admin-group-edit = Group
admin-group-save = Save group
admin-group-description-hint = What it is for. Only admins see it.
admin-group-name-taken = A group is called so already. Choose another name.
admin-group-builtin = By role
admin-group-builtin-text = Everybody with the role belongs to this group, so it has no list of its own.
admin-group-super-text = Every super-user belongs to this group, as long as they are one.
admin-group-members = Members
admin-group-empty = Nobody is in this group yet.
admin-group-add = Add a member
admin-group-add-do = Add to group
admin-group-has-member = This member is in the group already.
admin-group-remove = Remove
notice-admin-group-made = Group made.
notice-admin-group-saved = Group saved.
notice-admin-group-added = Added to the group.
notice-admin-group-removed = Removed from the group.

admin-members = Roles
admin-member = Change roles
admin-find-member = Change the roles of
admin-find-member-do = Find member
admin-holders = Who holds a role
admin-role-edit = Change
admin-role-moderator = Moderator
admin-role-moderator-hint = Hides and restores posts, closes questions, describes tags; suspends members when not limited to boards.
admin-role-boards = Boards of the moderator
admin-role-boards-hint = With none chosen, it is the whole site.
admin-role-no-board = One of these boards is not there any more. Choose again.
admin-role-staff = Staff
admin-role-staff-hint = Speaks for the company, with the real name, job title and photo. The photo they add themselves.
admin-role-real-name = Real name
admin-role-job-title = Job title
admin-role-faceless = This employee has no photo yet and cannot post until they add one to their profile.
admin-role-admin = Admin
admin-role-admin-hint = May do everything, on every board.
admin-role-last = This is the last admin. Make another one first.
admin-role-unverified = This member has not confirmed an email address, and can hold no role until then.
admin-role-suspended = This member is suspended. End the suspension first.
admin-role-signs-out = With other roles, the member is signed out on every device and signs in again.
admin-role-save = Save roles
notice-admin-roles-saved = Roles saved. The member signs in again.

admin-settings = Settings
admin-site-name = Name of the community
admin-site-tagline = Tagline
admin-site-tagline-hint = One sentence, shown where the community presents itself.
admin-site-zone = Time zone
admin-site-zone-hint = As in Europe/Vilnius. Daily limits begin anew at its midnight.
admin-no-zone = There is no such time zone. Enter one like Europe/Vilnius or UTC.
admin-site-sign-up = Who may sign up
admin-sign-up-open = Everybody
admin-sign-up-closed = Nobody by themselves
admin-choose-sign-up = Choose who may sign up.
admin-idea-budget = Open ideas that a member can be for at once
admin-idea-budget-hint = The vote comes back when the idea is decided. 0 for as many as they like.
admin-idea-budget-range = Enter a number from 0 to { $max }.
admin-settings-save = Save settings
notice-admin-settings-saved = Settings saved.

admin-audit = Audit log
admin-audit-action = Only
admin-audit-all = Everything
admin-audit-show = Show
admin-audit-empty-title = There are no lines
admin-audit-empty-text = Whatever admins change and moderators decide stands here from then on.

admin-jobs = Jobs
admin-jobs-waiting = Waiting
admin-jobs-dead = Dead
admin-job-kind = Kind
admin-job-payload = About
admin-job-tries = Tries
admin-job-due = Due
admin-job-error = Last error
admin-jobs-empty-title = Nothing is waiting
admin-jobs-empty-waiting = Jobs come when somebody signs up, asks or answers, and are gone when they are done.
admin-jobs-empty-dead = No job has failed for good.
notice-admin-job-retried = The job is tried again.

admin-mail = Mail
admin-mail-queued = Waiting
admin-mail-dead = Not sent
admin-mail-sent = Sent
admin-mail-dropped = Not sent any more
# Of a mail whose words are gone because what it told of was hidden, or its reader turned it off.
admin-mail-no-subject = (removed)
admin-mail-off = Addresses that take no mail
admin-mail-off-text = The mail relay reported them. Only mails of the account itself still go there; the member can prove the address again in the mail settings.
admin-mail-off-why = Why
admin-mail-off-since = Since
admin-mail-bounced = Mail comes back
admin-mail-complained = Reported as unwanted
admin-mail-subject = Subject
admin-mail-to = To
admin-mail-empty-title = There are no mails here
admin-mail-empty = Mails are kept here with their state, without their texts.
admin-mail-empty-dead = Every mail could be sent.
notice-admin-mail-retried = The mail is tried again.

# Statuses for ideas.
admin-nav-statuses = Statuses
admin-statuses = Statuses for ideas
admin-statuses-lede = What can become of an idea, in the order in which staff choose. A status that an idea has, or had, is retired and not deleted.
admin-status-new = New status
admin-status-edit = Change status
admin-status-change = Change
admin-status-retired = Retired
admin-status-unused = No idea has it
admin-status-name-hint = Shown wherever no name in the reader’s language is given below.
admin-status-name-own = Leave it empty for the name that the program has for it in every language it speaks.
admin-status-name-missing = Enter a name.
admin-status-name-taken = Another status is called “{ $name }” in the language “{ $lang }”. Choose another name.
admin-status-kind = What it means
admin-status-kind-hint = Ideas that are to be decided or on the way take votes, and each vote takes a part of its voter’s budget.
admin-status-kind-open = To be decided
admin-status-kind-accepted = On the way
admin-status-kind-done = Done, or there already
admin-status-kind-refused = Not done
admin-status-kind-fixed = This cannot change while an idea has the status, or when the program itself gives it.
admin-status-choose-kind = Choose what it means.
admin-status-tone = Colour
admin-status-tone-name = { $tone ->
    [review] Amber
    [planned] Accent
    [progress] Violet
    [done] Green
    [refused] Quiet
   *[plain] Plain
}
admin-status-choose-tone = Choose a colour.
admin-status-icon = Icon
admin-status-icon-name = { $icon ->
    [eye] Eye
    [search] Magnifying glass
    [message-circle] Speech bubble
    [calendar-check] Calendar with a tick
    [clock] Clock
    [loader] Wheel
    [zap] Lightning
    [settings] Cogwheel
    [sparkles] Sparkles
    [star] Star
    [flame] Flame
    [check] Tick
    [circle-check] Tick in a circle
    [badge-check] Badge with a tick
    [gift] Gift
    [trophy] Trophy
    [users] People
    [hand] Hand
    [history] Clock turned back
    [inbox] Tray
    [minus] Minus
    [x] Cross
    [link] Chain
   *[lightbulb] Light bulb
}
admin-status-choose-icon = Choose an icon.
admin-status-names = In other languages
admin-status-names-hint = The code of a language, as “lt” or “pt-br”, and the name in it. A line without a name is left out.
admin-status-code = Code of language { $number }
admin-status-name-in = Name in language { $number }
admin-status-no-language = “{ $code }” is not the code of a language. Enter one like “lt” or “pt-br”.
admin-status-language-twice = The language “{ $code }” stands here twice. Keep one of its names.
admin-status-save = Save status
admin-status-retire = Retire status
admin-status-retire-text = No idea gets it from then on. Those that have it keep it.
admin-status-revive = Give it free again
admin-status-revive-text = Staff can give it to ideas again.
admin-status-stays = This status cannot be retired: the program itself gives it.
admin-status-in-use = This status cannot be deleted: an idea has it or had it, or the program came with it. Retire it instead.
admin-status-delete = Delete status
admin-status-delete-text = No idea has it, and none ever had.
notice-admin-status-made = Status made.
notice-admin-status-saved = Status saved.
notice-admin-status-retired = No idea gets this status any more.
notice-admin-status-revived = Staff can give this status again.
notice-admin-status-deleted = Status deleted.

# Reputation and what it opens

admin-nav-standing = Reputation
admin-standing = Reputation
admin-standing-text = What gives reputation counts for what happens from now on; what was given before stays as it was. The bound of a day holds from tomorrow on. What opens, opens at once. Nothing is changed before you have seen what it would do.
admin-standing-privileges = What opens from how much reputation on
admin-standing-privileges-hint = From 1 to 100,000. Everybody has 1. Moderators and admins need none; nor do staff for links, votes down, tags and articles.
admin-standing-presets = Fill in for a community that is
admin-standing-preset = { $preset ->
    [small] just beginning
    [growing] growing
   *[large] large
  }
admin-standing-causes = What gives how much
admin-standing-cap = What a day of votes gives at most
admin-standing-idea-ups = Votes up that count for one idea
admin-standing-range = Enter a whole number from { $min } to { $max }.
admin-standing-see = See what it would do
admin-standing-walk = Reputation is being counted anew: { $percent } %.
admin-standing-preview = What it would do
admin-standing-nothing = These are the numbers that hold already.
admin-standing-opens = { privileges-name }: { $after } instead of { $before }
admin-standing-members = { $wins ->
    [true] { $count ->
        [0] No member wins it.
        [one] { $count } member wins it.
       *[other] { $count } members win it.
      }
   *[false] { $count ->
        [0] No member loses it.
        [one] { $count } member loses it.
       *[other] { $count } members lose it.
      }
  }
admin-standing-members-more = { $wins ->
    [true] More than { $count } members win it.
   *[false] More than { $count } members lose it.
  }
admin-standing-everybody = Everybody has it then.
admin-standing-nobody = No member has that much: it would be open only by an office.
admin-standing-gives = { privileges-cause }: { $after } instead of { $before }
admin-standing-times = { $count ->
    [one] It happened once among the newest { $events } events.
   *[other] It happened { $count } times among the newest { $events } events.
  }
admin-standing-sum = The newest { $events } events gave { $gave }, before any bound. They would have given { $would }.
admin-standing-cap-changes = A day of votes gives { $after } at most instead of { $before }, from tomorrow on.
admin-standing-ideas-change = { $after } votes up count for one idea instead of { $before }. Every idea is counted anew.
admin-standing-save = Change it
admin-standing-back = Back to the numbers
admin-newcomers = Those who are new write little at first
admin-newcomers-hint = On their first day, until something of theirs is voted up: three questions and ideas, ten replies to others, with a short pause between.

admin-points = Points
admin-points-terms = Terms of the rewards
admin-points-terms-text = Nobody earns points before there are terms, and each member from the moment they accept them. Who accepted an older version goes on earning, and accepts the new one before spending.
admin-points-terms-none = No terms are published yet.
admin-points-terms-now = Version { $version } is in force.
admin-points-terms-source = Text
admin-points-terms-hint = Markdown, as in questions.
admin-points-terms-publish = Publish as a new version
admin-points-months = Months
admin-points-months-text = A month is closed on the fifth working day after it. With a budget, its points become available only then; when more was earned, all of it is scaled by one factor.
admin-points-column-state = State
admin-points-column-earned = Earned
admin-points-column-budget = Budget
admin-points-column-factor = Factor
admin-points-state = { $state ->
    [open] Open
    [closing] Closing
   *[closed] Closed
}
admin-points-percent = { $whole }.{ $rest } %
admin-points-budget = Budget of points
admin-points-budget-hint = A whole number; empty: no limit.
admin-points-budget-month = Month
admin-points-budget-do = Set budget
admin-points-budget-range = A whole number from 0 to { $max }, or nothing.
admin-points-closed = This month is over: its budget stays.
admin-points-ledger = Ledger
admin-points-head = { $count } transactions are sealed. The hash of the last one covers all before it; keep it elsewhere, and nobody can change what was before without being found.
admin-points-head-none = Nothing is sealed yet.
notice-points-terms-published = The terms are published.
notice-points-budget-set = The budget is set.
admin-points-report = What points come to
admin-points-owed = Owed, earned and spent
admin-points-owed-text = Pending, available and reserved points are a debt. The present month is counted every hour; months that are closed stay as they are.
admin-points-counted = Counted
admin-points-worth = Owed in { $currency }
admin-points-answers = Accepted answers paid
admin-points-per-answer = Cost of one in { $currency }
admin-points-redeemed = Redeemed
admin-points-expired = Run out
admin-points-none = Nothing yet.
admin-points-earners = Who earned most this month
admin-points-rate = What points are worth
admin-points-rate-field = A hundred points are worth
admin-points-rate-range = An amount from 0 to { $max }, with at most two digits behind the point.
admin-points-currency = Currency
admin-points-rate-do = Save
