"""Dense optical flow (DIS) of pairs of pictures, for FlowSpeed: OpenCvSharp does not wrap it.

    /usr/bin/python3 dis_flow.py WIDTH HEIGHT

Reads an older and a newer picture of 8-bit luma from standard input, writes the flow float32 [HEIGHT, WIDTH, 2], and so on.
"""

import sys

import cv2
import numpy as np

width, height = int(sys.argv[1]), int(sys.argv[2])
cv2.setNumThreads(1)
dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
while len(data := sys.stdin.buffer.read(2 * width * height)) == 2 * width * height:
    older, newer = np.frombuffer(data, np.uint8).reshape(2, height, width)
    sys.stdout.buffer.write(dis.calc(older, newer, None).tobytes())
    sys.stdout.buffer.flush()
