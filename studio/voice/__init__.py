"""What the streamer says to the studio: from blocks of sound to utterances."""
