# What points are given for, and the rules in plain words.

rewards-title = Rewards
rewards-lede = You earn points when you help people. Spend them here, or give them away.
rewards-purse = Your points
rewards-available = Ready to use
rewards-points = points
rewards-pending = Waiting to clear
rewards-reserved = Held for what you asked for
rewards-own-link = What you asked for
rewards-next = { $missing ->
    [one] { $missing } point more, and you can have { $name }.
   *[other] { $missing } points more, and you can have { $name }.
}
rewards-terms-lede = You earn points from accepting the terms on. They stand beside your points.
rewards-offers = What there is
rewards-cost = { $cost ->
    [one] { $cost } point
   *[other] { $cost } points
}
rewards-choose = Choose
rewards-missing = { $missing ->
    [one] { $missing } to go
   *[other] { $missing } to go
}
rewards-left = { $left ->
    [one] { $left } left
   *[other] { $left } left
}
rewards-per-member = At most { $max } for each member
rewards-none-title = Nothing is offered yet
rewards-none-text = Points stay until there is something to spend them on.

rewards-rules = How points work
rewards-rules-earn = What gives points
rewards-rules-accepted = { $n } for an answer that was accepted, and { $first } more for your first one ever. At most { $of_question } answers to a question are paid.
rewards-rules-votes = { $n } for a vote up on an answer, for the first { $votes } votes. The voter’s account is at least { $age } days old, has a confirmed address and has posted something that stood.
rewards-rules-delivered = { $n } for an idea of yours that is delivered.
rewards-rules-quality = Up to { $n } a month from staff for good work, with a reason.
rewards-rules-caps = How much at most
rewards-rules-month = { $n } a month by these rules.
rewards-rules-pair = The same person gives you points { $n } times in { $days } days at most.
rewards-rules-share = From { $events } paid events in a month on, at most a quarter of that month comes from one person.
rewards-rules-when = When they are yours
rewards-rules-pending = Points wait { $n } days. Until then they go when what they were given for goes. After that they stay.
rewards-rules-expire = They can be spent for { $n } months, the oldest first. You hear from us 30 and 7 days before some run out.
rewards-rules-spend = Spending them
rewards-rules-hold = What you ask for is held until it is approved and given. You can cancel within { $minutes } minutes. Points that come back can be spent for at least { $days } more days.
rewards-rules-two = Somebody else approves each request; above { $n } points it takes two people.
rewards-rules-staff = Staff earn no points. Suspended members spend none until they are back.

rewards-redeem-title = Spend points
rewards-redeem-before = You have { $available } points now.
rewards-redeem-rest = { $rest ->
    [one] You will have { $rest } point left.
   *[other] You will have { $rest } points left.
}
rewards-redeem-short = { $missing ->
    [one] You lack { $missing } point for it.
   *[other] You lack { $missing } points for it.
}
rewards-redeem-undo = You can cancel for 10 minutes.
rewards-redeem-do = { $cost ->
    [one] Spend { $cost } point
   *[other] Spend { $cost } points
}
rewards-back = Back to rewards
rewards-customer = Customer number
rewards-customer-hint = The account that the credit goes to, as on your bill.
rewards-customer-wrong = Enter the customer number: at most { $max } letters, digits, hyphens, dots and slashes.

rewards-withdrawn = This reward is not offered any more.
rewards-coming = This reward is offered from { $until } on.
rewards-over = This reward is over.
rewards-gone = All of these are gone.
rewards-limit = { $max ->
    [one] You have one of these already, which is as many as one member can have.
   *[other] You have { $max } of these already, which is as many as one member can have.
}
rewards-cost-changed = It costs something else since you looked. Look at it again.
rewards-terms-first = Accept the terms of the rewards first.
rewards-too-late = It is too late to cancel this.
rewards-decided = This is decided already.
rewards-no-code = No code of this voucher is left. Load more codes first.

rewards-own-title = What you asked for
rewards-own-none-title = You have not asked for anything yet
rewards-own-none-text = Whatever you spend points on stands here, with how far it is.
rewards-what = What
rewards-when = When
rewards-spent = Points
rewards-state-head = State
rewards-redemption-title = What you asked for
rewards-state = { $state ->
    [requested] Waits for approval
    [approved] Approved
    [exported] On its way
    [paid] Given
    [rejected] Not approved
    [cancelled] Cancelled
   *[failed] Failed
}
rewards-state-text = { $state ->
    [requested] Somebody looks at it soon. The points are held until then.
    [approved] It is approved and goes to billing with the next batch.
    [exported] Billing has it. The points are held until it is done.
    [paid] It is done.
    [rejected] It was not approved. The points are back.
    [cancelled] You cancelled it. The points are back.
   *[failed] Billing could not do it. The points are back.
}
rewards-takes-two = Two people approve this, because it costs so much.
rewards-reason = Why: { $reason }
rewards-code = Your code
rewards-code-hint = It is yours alone, and stays here.
rewards-cancel = Cancel this and take the points back
rewards-cancel-until = You can cancel until { $until }.
rewards-asked = Asked for
rewards-settled = Done
rewards-customer-given = Goes to
notice-rewards-requested = You asked for it. The points are held.
notice-rewards-cancelled = Cancelled. The points are back.

rewards-codes-number = Enter codes, one a line: at least one, at most { $max }.
rewards-codes-odd = Lines { $lines } are no codes: each has at most { $max } characters, all of which can be shown.
rewards-codes-twice = Lines { $lines } are the same as lines before them. Nothing was loaded.
rewards-codes-known = The codes of lines { $lines } were loaded before. Nothing was loaded.
rewards-codes-none = This reward has no codes.
rewards-batch-empty = Nothing is approved that was not handed to billing.
rewards-answers-number = Enter what billing answered, one line for each: at least one, at most { $max }.
