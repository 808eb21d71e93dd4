"""Articles, stories and their ledgers over time: nothing lost, nothing twice."""
