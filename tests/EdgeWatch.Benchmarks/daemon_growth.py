"""Whether a daemon grows: its memory over many hours' worth of frames, of recordings that are played in a loop as fast as possible.

    python3 tests/EdgeWatch.Benchmarks/daemon_growth.py PROGRAM SECONDS VIDEO…

Each VIDEO is a camera. Every tenth of SECONDS a line: frames of all cameras, what that is in hours of one camera at ten frames a second, resident memory, and
what of it is not shared with files. The broker is a private mosquitto.
"""

import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

LINES = 10
FRAMES_PER_HOUR = 36000


def status(pid, key):
    return int(re.search(rf"^{key}:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text(), re.M)[1]) / 1000


def frames(port):
    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30).read().decode()
    return sum(float(line.split()[1]) for line in page.splitlines() if line.startswith("edgewatch_camera_frame_analysed"))


def main():
    program, seconds, videos = os.path.abspath(sys.argv[1]), float(sys.argv[2]), [os.path.abspath(video) for video in sys.argv[3:]]
    mqtt, web = (random.randrange(5000, 15000) * 2 + i for i in (0, 1))
    broker = subprocess.Popen(["mosquitto", "-p", str(mqtt)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as name:
        config = pathlib.Path(name) / "edgewatch.yaml"
        config.write_text(
            f"node: growth\nstate_directory: {name}/state\nmqtt: {{host: 127.0.0.1, port: {mqtt}}}\nweb: {{listen: '127.0.0.1:{web}'}}\n"
            "learning: {duration: 5min}\ncameras:\n"
            + "".join(f"  - {{id: c{i}, source: {video}, playback: loop, speed: fastest}}\n" for i, video in enumerate(videos)))
        with open(pathlib.Path(name) / "log", "w") as log:
            daemon = subprocess.Popen([program, "run", "--config", config], stdout=log, stderr=log)
        try:
            for _ in range(LINES):
                time.sleep(seconds / LINES)
                seen = frames(web)
                print(
                    f"{seen:9.0f} frames, {seen / len(videos) / FRAMES_PER_HOUR:5.1f} hours a camera: {status(daemon.pid, 'VmRSS'):5.0f} MB, "
                    f"of which its own {status(daemon.pid, 'RssAnon'):5.0f} MB", flush=True)
        finally:
            for process in (daemon, broker):
                process.send_signal(signal.SIGTERM)
                process.wait(60)


main()
