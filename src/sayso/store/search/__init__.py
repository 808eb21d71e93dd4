"""Full text and filters over the claims and reports of a store's current ledgers, and searches that are saved to be made again."""
