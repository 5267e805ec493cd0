"""The pipeline at work on this machine: deploy it to a local AWS, send the flights, account for every one."""
