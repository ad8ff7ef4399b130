"""OpenCV as the studio uses it: one thread per call, and never long without an answer."""

import os

# A drawing of 20,000 by 20,000 pixels would take gigabytes, and the show with it.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", "64000000")

import cv2
from cv2.utils import logging as cv2_logging

# V4L2 waits 10 s for a camera that fell silent; the first capture reads this from the environment.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")

# OpenCV's own pool holds every call up until its slowest thread was given a core, and its threads
# spin meanwhile. Each source and the program have a thread of their own already.
cv2.setNumThreads(1)

# It would write to the terminal about every camera that is not there; we say it in our own words.
cv2_logging.setLogLevel(cv2_logging.LOG_LEVEL_ERROR)

__all__ = ["cv2"]
