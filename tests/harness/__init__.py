"""Stand-ins and witnesses for tests: camera, microphone, service, ear; and what measures."""
