ideas-by = Idea by { $name }
ideas-status-name = { $key ->
    [new] New
    [under_review] Under review
    [planned] Planned
    [in_progress] In progress
    [delivered] Delivered
    [partly_delivered] Partly delivered
    [already_available] Already available
    [declined] Declined
   *[merged] Merged
}
