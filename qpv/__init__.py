"""The command line: the same contract for people and for scripts. Help and messages in French."""
