"""Where the stages run, and how long work survives its machine: archives shard by shard, feeds round by round."""
