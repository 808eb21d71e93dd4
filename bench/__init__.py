"""What sayso is worth, in numbers: tasks, their metrics, and the floors that no change may fall under. Not shipped."""
