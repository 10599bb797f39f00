# Edits that members suggest for what they may not edit.

suggestions-suggest = Suggest an edit
suggestions-form-title = Suggest an edit
suggestions-form-lede = Its author, or somebody who looks through suggestions, decides about it. You hear what becomes of it.
suggestions-form-stale = Somebody has changed this text meanwhile. Nothing is lost: compare below, take over what you need, and send it again.
suggestions-field-body = { $kind ->
    [question] The question
   *[answer] The answer
}
suggestions-field-reason = What does it make better?
suggestions-field-reason-hint = Shown to those who decide, and later in the history.
suggestions-reason-short = Say it in at least { $min } characters.
suggestions-reason-long = Say it in at most { $max } characters.
suggestions-same = The text says so already. Change something first.
suggestions-send = Send suggestion

suggestions-title = Suggested edit: { $title }
suggestions-heading = { $kind ->
    [question] Suggested edit of a question
   *[answer] Suggested edit of an answer
}
suggestions-why = Reason: { $reason }
suggestions-waits = Your suggestion waits for somebody to decide. You can withdraw it until then.
suggestions-stale-own = The text was changed since you suggested this. Whoever decides can still take over what fits; or withdraw it and suggest it anew.
suggestions-stale = The text was changed since this was suggested, so it cannot be approved as it is. Improve it upon the text as it is now, or reject it.
suggestions-state = { $state ->
    [approved] Approved by { $name }
    [improved] Approved with changes by { $name }
    [rejected] Rejected by { $name }
   *[withdrawn] Withdrawn by { $name }
}
suggestions-answer = Reason: { $reason }
suggestions-history = See the history
suggestions-difference = What changes
suggestions-now = As it is
suggestions-then = As suggested
suggestions-decide = Decide
suggestions-approve = Approve edit
suggestions-improve = Improve edit
suggestions-reject = Reject edit
suggestions-reject-why = Why not?
suggestions-reject-hint = Who suggested it reads this.
suggestions-withdraw = Withdraw suggestion
suggestions-decided = Somebody has decided about this suggestion already.
suggestions-improve-title = Improve a suggested edit
suggestions-improve-lede = Saving approves the suggestion with your changes. The version is yours, and the history says whose suggestion it improves.
suggestions-improve-save = Save and approve
suggestions-version-approved = Suggested, and approved by { $name }
suggestions-version-improved = Improves a suggestion by { $name }

notice-suggestions-sent = Your suggestion is sent. You hear what becomes of it.
notice-suggestions-before = This suggestion of yours waits still. Withdraw it to send another one.
notice-suggestions-approved = Approved. Who suggested it hears of it.
notice-suggestions-improved = Approved with your changes. Who suggested it hears of it.
notice-suggestions-rejected = Rejected. Who suggested it hears why.
notice-suggestions-withdrawn = Your suggestion is withdrawn.
