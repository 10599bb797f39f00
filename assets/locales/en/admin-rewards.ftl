# Rewards, what members ask for, and what goes to billing.

admin-nav-rewards = Rewards
admin-rewards-text = What points are spent on, what members ask for, and what goes to billing.
admin-rewards = Rewards
admin-rewards-list = What is offered
admin-rewards-lede = Withdrawn rewards stay here; what members asked for before goes on.
admin-rewards-empty-title = There are no rewards
admin-rewards-empty-text = Make one, and members can spend their points on it.
admin-reward-new = Make a reward
admin-reward-edit = Change a reward
admin-reward-save = Save reward
admin-reward-kind = What one gets
admin-reward-kind-hint = It stays so.
admin-reward-credit = Credit on a customer’s account
admin-reward-voucher = A code of a list
admin-reward-charity = A gift to charity
admin-reward-choose-kind = Say what one gets.
admin-reward-name-hint = What members read, as in “10 euro of airtime”.
admin-reward-description-hint = In a sentence or two.
admin-reward-cost = Points
admin-reward-cost-hint = What is under way keeps the points that it took.
admin-reward-stock = How many there are
admin-reward-stock-hint = All that there ever are, those that are taken among them. Left empty, as many as are asked for.
admin-reward-stock-codes = There are as many as there are codes.
admin-reward-stock-taken = { $taken } are taken already. Enter that number or more.
admin-reward-per-member = At most for one member
admin-reward-per-member-hint = 0 for as many as they like.
admin-reward-first = First day
admin-reward-last = Last day
admin-reward-number = Enter a whole number from { $min } to { $max }.
admin-reward-day = Enter a day like 2026-11-21.
admin-reward-days = The last day comes before the first.
admin-reward-most = As many rewards are offered as may be: { $max }. Withdraw one first.
admin-reward-picture = Picture
admin-reward-picture-add = Add picture
admin-reward-withdraw = Withdraw
admin-reward-withdraw-text = Nobody can ask for it any more. What members asked for before goes on.
admin-reward-withdrawn = Withdrawn
admin-reward-offer = Offer again
admin-reward-offer-text = Members can ask for it again.
admin-reward-codes = Voucher codes
admin-reward-codes-link = Load codes
admin-reward-codes-unused = { $count ->
    [1000] 1,000 codes or more are unused.
    [one] { $count } code is unused.
   *[other] { $count } codes are unused.
}
admin-reward-codes-text = Codes are sealed when they are loaded. From then on only the member who gets one can read it.
admin-reward-codes-label = Codes, one a line
admin-reward-codes-hint = At most { $max } at once.
admin-reward-taken = Taken
admin-reward-left = Left
admin-reward-unlimited = No limit
notice-admin-reward-made = Reward made.
notice-admin-reward-saved = Reward saved.
notice-admin-reward-withdrawn = The reward is withdrawn.
notice-admin-reward-offered = The reward is offered again.
notice-admin-reward-codes = Codes loaded.

admin-redemptions = Redemptions
admin-redemptions-requested = To approve
admin-redemptions-approved = Approved
admin-redemptions-exported = With billing
admin-redemptions-paid = Given
admin-redemptions-rejected = Rejected
admin-redemptions-cancelled = Cancelled
admin-redemptions-failed = Failed
admin-redemptions-states = State
admin-redemptions-empty-title = Nothing is here
admin-redemptions-empty-text = What members ask for stands here, the oldest first.
admin-redemption = Redemption
admin-redemption-who = Member
admin-redemption-two = It costs more than 10,000 points, so two people approve it.
admin-redemption-first = One has approved it.
admin-redemption-own = You asked for this yourself, so somebody else decides.
admin-redemption-approve = Approve
admin-redemption-reject = Reject
admin-redemption-reject-why = Why it is rejected
admin-redemption-reject-hint = The member reads this.
notice-admin-redemption-first = Approved. Somebody else has to approve it too.
notice-admin-redemption-approved = Approved. It goes to billing with the next batch.
notice-admin-redemption-given = Approved. The member has the code.
notice-admin-redemption-rejected = Rejected. The points are back.

admin-batches = Billing
admin-batches-text = What is approved goes to billing as a file. It stays the same, so it can be fetched again whenever a download breaks off.
admin-batches-make = Hand over what is approved
admin-batches-empty-title = Nothing was handed over yet
admin-batches-empty-text = Approve credits and gifts first.
admin-batch = Batch { $id }
admin-batch-count = Redemptions
admin-batch-file = Fetch the file
admin-answers = Billing’s answers
admin-answers-label = What billing answered
admin-answers-hint = A line for each: 17,paid or 17,failed,why. At most { $max } lines. The same lines can come twice.
admin-answers-send = Take the answers
admin-answers-paid = { $count ->
    [one] { $count } is given.
   *[other] { $count } are given.
}
admin-answers-failed = { $count ->
    [one] { $count } failed, and its points are back.
   *[other] { $count } failed, and their points are back.
}
admin-answers-left = Lines that changed nothing
admin-answers-line = Line
admin-answers-text = What it says
admin-answers-why = Why it changed nothing
admin-answers-outcome = { $outcome ->
    [again] It was said before.
    [otherwise] Something else was said before, and stands.
    [not-exported] It was never handed to billing.
    [unknown] There is no such redemption.
   *[unreadable] It cannot be read.
}
notice-admin-batch-made = Handed over. Fetch the file.
