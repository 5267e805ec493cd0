"""What a Lambda event source mapping does with the records of a shard."""
