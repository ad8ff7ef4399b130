"""What the streamer says to the studio, by the command line."""
