"""Whether a daemon grows: its memory over many hours' worth of frames, of recordings that are played in a loop as fast as they can be analysed.

    /usr/bin/python3 tests/EdgeWatch.Benchmarks/daemon_growth.py PROGRAM FRAMES VIDEO… [--plot FILE.svg]

Each VIDEO is a camera, of which FRAMES are analysed: 864000 are a day at ten a second. A line for each 24th of them: frames of a camera, what that is in hours,
resident memory, and what of it is not shared with files. The broker is a private mosquitto.
"""

import argparse
import os
import pathlib
import random
import re
import signal
import subprocess
import tempfile
import time
import urllib.request

import plots

LINES = 24
FRAMES_PER_HOUR = 36000
LOOK_EVERY_S = 2


def status(pid, key):
    return int(re.search(rf"^{key}:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text(), re.M)[1]) / 1000


def frames(port):
    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60).read().decode()
    return sum(float(line.split()[1]) for line in page.splitlines() if line.startswith("edgewatch_camera_frame_analysed"))


def follow(daemon, port, cameras, goal):
    """Yields frames of a camera, resident and own memory in MB, at each step."""
    step = 1
    while step <= LINES:
        time.sleep(LOOK_EVERY_S)
        if daemon.poll() is not None:
            raise SystemExit(f"the daemon has ended: exit code {daemon.returncode}")
        seen = frames(port) / cameras
        if seen >= step * goal / LINES:
            step = int(seen * LINES / goal) + 1
            yield seen, status(daemon.pid, "VmRSS"), status(daemon.pid, "RssAnon")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("frames", type=int)
    parser.add_argument("videos", nargs="+", type=os.path.abspath)
    parser.add_argument("--plot", type=pathlib.Path)
    arguments = parser.parse_args()
    mqtt, web = (random.randrange(5000, 15000) * 2 + i for i in (0, 1))
    broker = subprocess.Popen(["mosquitto", "-p", str(mqtt)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as name:
        config = pathlib.Path(name) / "edgewatch.yaml"
        config.write_text(
            f"node: growth\nstate_directory: {name}/state\nmqtt: {{host: 127.0.0.1, port: {mqtt}}}\nweb: {{listen: '127.0.0.1:{web}'}}\n"
            "learning: {duration: 5min}\ncameras:\n" + "".join(
                f"  - {{id: c{i}, source: '{video}', playback: loop, speed: fastest}}\n" for i, video in enumerate(arguments.videos)))
        with open(pathlib.Path(name) / "log", "w") as log:
            daemon = subprocess.Popen([arguments.program, "run", "--config", config], stdout=log, stderr=log)
        seen = []
        try:
            for line in follow(daemon, web, len(arguments.videos), arguments.frames):
                seen.append(line)
                print("{:9.0f} frames, {:5.1f} hours: {:5.0f} MB, of which its own {:5.0f} MB".format(
                    line[0], line[0] / FRAMES_PER_HOUR, *line[1:]), flush=True)
        finally:
            for process in (daemon, broker):
                process.send_signal(signal.SIGTERM)
                process.wait(60)
    if arguments.plot:
        hours = [line[0] / FRAMES_PER_HOUR for line in seen]
        arguments.plot.write_text(plots.lines(
            "The daemon's memory over a day's worth of frames", "hours of frames, ten a second", "MB",
            {"resident": list(zip(hours, [line[1] for line in seen])), "its own": list(zip(hours, [line[2] for line in seen]))}))


if __name__ == "__main__":
    main()
