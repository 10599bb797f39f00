# The list of boards.

boards-title = Boards
boards-lede = Each board is for one kind of question. Choose the nearest one; moderators move what has gone astray.
boards-topics = { $count ->
    [0] No questions yet
    [one] { $count } question
   *[other] { $count } questions
}
boards-ideas = { $count ->
    [0] No ideas yet
    [one] { $count } idea
   *[other] { $count } ideas
}
boards-articles = { $count ->
    [0] No articles yet
    [one] { $count } article
   *[other] { $count } articles
}
boards-restricted = For some groups only
boards-retired = Closed boards
boards-retired-text = They take no new questions. What was asked and answered stays.
boards-empty-title = There are no boards yet
boards-empty-text = Questions stand on boards. An admin makes the first one.
boards-make = Make a board
