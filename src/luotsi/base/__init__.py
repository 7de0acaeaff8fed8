"""What both halves need once: accounts, permissions, audit log, jobs, files, mail, notifications."""
