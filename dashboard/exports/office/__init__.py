"""What the files of an office suite share: texts, their room, packages of parts, and how they are read back."""
