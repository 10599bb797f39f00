wallet-title = Your points
wallet-lede = You earn points when you help people. They become yours after two weeks, and last for a year.
wallet-earns-not = Staff earn no points.
wallet-no-terms = This community has no terms for rewards yet. Points are earned once there are some and you have accepted them.
wallet-terms = Terms of the rewards
wallet-terms-first = You earn points from the moment you accept the terms. What you did before does not count.
wallet-terms-again = The terms have changed. You go on earning; to spend points, accept the new terms.
wallet-terms-read = Read the terms (version { $version })
wallet-terms-accept = Accept the terms
wallet-balance = Balance
wallet-available = Ready to use
wallet-points = { $points ->
    [one] point
   *[other] points
}
wallet-pending = Pending
wallet-reserved = In redemptions
wallet-year = Earned in twelve months
wallet-expires = { $points ->
    [one] { $points } point runs out on { $date }
   *[other] { $points } points run out on { $date }
}
wallet-below = More points were taken back than you had. What you earn next makes up for it; until then nothing can be redeemed.
wallet-chart = Earned by month
wallet-chart-label = { $points } points earned in the last twelve months
wallet-column-points = Points
wallet-history = History
wallet-nothing = Nothing yet. Answer a question: an accepted answer gives points.
wallet-amount = { $sign ->
    [more] +{ $amount }
   *[less] { $amount }
}
wallet-what = { $what ->
    [accepted] Your answer was accepted
    [accepted_first] Your first accepted answer
    [answer_up] A vote for your answer
    [delivered] Your idea was delivered
    [article] Your answer became part of an article
    [quality] A thank-you for quality
    [goodwill] A goodwill gift
    [release] Points became yours
    [cut] More than a quarter of the month came from one person
    [scale] The month’s budget was shared out
    [reversal] What the points were for is gone
    [void] Taken back or given back after a review
    [expire] Ran out after a year
    [reserve] Redemption requested
    [return] Came back from a redemption
   *[redeem] Redeemed
}
wallet-is-pending = Pending
wallet-redemption = See the redemption
wallet-unpaid-title = What was not paid, and why
wallet-unpaid-text = Everything counts for reputation. Points have limits, so that they stay worth something. As long as the month is open, room that comes free is used by itself.
wallet-unpaid-none = Nothing was left out.
wallet-why = { $why ->
    [giver] The vote came from a new account: voters need a confirmed email address, an account of three days and a post that stood.
    [post] Ten votes for this answer were paid already.
    [question] Two answers to this question were paid already.
    [pair] Five events from this person were paid within thirty days.
   *[month] The month gave you 10,000 points already.
}
notice-terms-accepted = You accepted the terms. From now on you earn points.
points-terms-same = These are the terms in force already.
points-terms-newer = There are newer terms by now. Read them first.
points-too-few = There are not enough points for this.
points-grant-title = Give points
points-grant-text = For quality, a member gets at most { $month } points a month. Goodwill is booked on an account of its own, at most { $once } points at once. The member reads the reason; it stands in the audit log.
points-grant-what = What for
points-grant-quality = Quality: something was done very well
points-grant-goodwill = Goodwill: something went wrong
points-grant-points = Points
points-grant-reason-hint = The member reads this.
points-grant-do = Give points
points-grant-choose = Choose what it is for.
points-grant-range = A whole number from 1 to { $max }.
points-grant-month = Only { $room } points are left for quality this month.
points-grant-staff = Staff earn no points.
points-grant-terms = This member has not accepted the terms of the rewards yet.
notice-points-given = The points are given. They become available in two weeks.
