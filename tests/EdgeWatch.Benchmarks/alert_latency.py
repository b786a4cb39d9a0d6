"""How long an alert takes from the frame with which it begins to a subscriber, with a live RTSP stream and a real broker.

    /usr/bin/python3 tests/EdgeWatch.Benchmarks/alert_latency.py PROGRAM VIDEO.mp4 [SECONDS [CAMERAS]]

PROGRAM is an edgewatch; VIDEO is H.264 in which nothing moves for 45 s, and then something unusual comes and goes again and again. CAMERAS (4) watch it over RTSP for
SECONDS (300). The beginning of an alert (started_at) is when its first frame came out of ffmpeg; from there on the settings ask for alerts.minimum_length (300 ms) and scores
are smoothed over the five frames that follow (500 ms at 10 a second). What is beyond both is told. Times are of one clock. Needs what against_motion.sh needs, without motion.
"""

import datetime
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

SERVER = pathlib.Path(__file__).parent.parent / "EdgeWatch.TestKit/Capture/rtsp_server.py"
MINIMUM_LENGTH = 0.3
SMOOTHED_OVER = 0.5
LEARNING = 30


def beyond(line):
    """Seconds from the first frame of an alert to its receipt, less what is asked for; None for other messages."""
    received, message = line.split(" ", 1)
    event = json.loads(message)
    if event["type"] != "start":
        return None
    return float(received) - datetime.datetime.fromisoformat(event["started_at"]).timestamp() - MINIMUM_LENGTH - SMOOTHED_OVER


def main():
    program, video = map(os.path.abspath, sys.argv[1:3])
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 300
    cameras = int(sys.argv[4]) if len(sys.argv) > 4 else 4
    rtsp, mqtt = (random.randrange(5000, 10000) * 2 + i for i in (0, 1))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        long = folder / "long.mp4"
        subprocess.run(["ffmpeg", "-v", "error", "-stream_loop", "49", "-i", video, "-t", str(seconds + LEARNING + 30), "-c", "copy", "-an", long], check=True)
        launch = f"( filesrc location={long} ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=1 )"
        server = subprocess.Popen([sys.executable, SERVER, str(rtsp), "/cam", launch], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        server.stdout.readline()
        broker = subprocess.Popen(["mosquitto", "-p", str(mqtt)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)
        with open(folder / "events", "w") as events, open(folder / "log", "w") as log:
            subscriber = subprocess.Popen(["mosquitto_sub", "-p", str(mqtt), "-t", "edgewatch/+/+/event", "-q", "1", "-F", "%U %p"], stdout=events)
            (folder / "edgewatch.yaml").write_text(
                f"node: latency\nstate_directory: {folder}/state\nmqtt: {{host: 127.0.0.1, port: {mqtt}}}\nlearning: {{duration: {LEARNING}s}}\n"
                f"alerts: {{threshold: 0.3, minimum_length: {MINIMUM_LENGTH * 1000:.0f}ms, end_after: 500ms, cooldown: 0s}}\ncameras:\n"
                + "".join(f"  - {{id: c{i}, source: 'rtsp://127.0.0.1:{rtsp}/cam'}}\n" for i in range(cameras)))
            daemon = subprocess.Popen([program, "run", "--config", folder / "edgewatch.yaml"], stdout=log, stderr=log)
            time.sleep(seconds + LEARNING)
            for process in (daemon, subscriber, server, broker):
                process.send_signal(signal.SIGTERM)
                process.wait(60)
        late = sorted(late for late in map(beyond, (folder / "events").read_text().splitlines()) if late is not None)
        if not late:
            sys.exit((folder / "log").read_text() + "no alerts")
        dropped = (folder / "log").read_text().count("were dropped")
        part = {percent: late[min(len(late) - 1, len(late) * percent // 100)] * 1000 for percent in (50, 90, 99)}
        print(
            f"{len(late)} alerts of {cameras} cameras, beyond what is asked for: median {part[50]:.0f} ms, 90 % {part[90]:.0f} ms, "
            f"99 % {part[99]:.0f} ms, most {late[-1] * 1000:.0f} ms; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, "
            f"{dropped} warnings of dropped frames")


main()
