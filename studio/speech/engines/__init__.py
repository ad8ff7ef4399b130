"""The engines that make speech, through pyttsx3: each gives sound instead of playing it."""
