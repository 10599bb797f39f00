# The page of a member.

profile-joined = Member since { $date }
profile-imported = Writing since { $date }
profile-moderator = Moderator
profile-suspended = Suspended
profile-questions = Questions
profile-answers = Answers
profile-accepted = Accepted answers
profile-about = About
profile-edit = Edit profile

profile-lists = What this member wrote
profile-tab = { $tab ->
    [questions] Questions
    [ideas] Ideas
   *[answers] Answers
  }
profile-nothing = { $tab ->
    [questions] No question yet.
    [ideas] No idea yet.
   *[answers] No answer yet.
  }
