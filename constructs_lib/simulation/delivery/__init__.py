"""What Amazon Data Firehose does between a source record and an object."""
