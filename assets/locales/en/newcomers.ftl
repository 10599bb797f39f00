# What somebody new may write.

newcomers-topics = On your first day you may begin { $limit } questions and ideas. You can begin another from { $until } on, or as soon as somebody votes up what you wrote.
newcomers-replies = On your first day you may reply { $limit } times to others. You can go on from { $until }, or as soon as somebody votes up what you wrote.
newcomers-wait = You are new here, so there is a short pause between what you post. Send it again from { $until } on.
newcomers-pictures = On your first day a text may have { $limit ->
    [one] one picture
   *[other] { $limit } pictures
  }.
newcomers-mentions = On your first day a text may name { $limit } members.
