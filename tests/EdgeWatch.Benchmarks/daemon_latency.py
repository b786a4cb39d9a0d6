"""How long an alert takes from its frame to a subscriber.

    /usr/bin/python3 tests/EdgeWatch.Benchmarks/daemon_latency.py PROGRAM [CAMERAS [SECONDS]]

Recordings that are made here and played as cameras at their own speed: slow squares that are normal, and every 12 s a large bright one that rushes through,
at another time for each camera. `mosquitto_sub` notes when the first message of each event arrives. What the settings ask for is half a second, in
which the smoother waits for later frames, and `minimum_length`; what is beyond is told, and its parts: what `minimum_length` took
more than it says, since frames come in tenths of a second, and what all the rest took: analysis, pictures, outbox, broker.
"""

import datetime
import json
import os
import pathlib
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import numpy

WIDTH, HEIGHT, FRAMES_PER_SECOND = 426, 240, 10
LEARNING_S, EVERY_S, CROSSING_S = 60, 12, 2
SMOOTHER_MS, MINIMUM_LENGTH_MS = 500, 300
LARGE, SMALL = 64, 24


def make_scene(path, seconds, phase):
    chance = numpy.random.default_rng(1)
    still = numpy.kron(chance.integers(60, 180, (10, 18)), numpy.ones((24, 24)))[:HEIGHT, :WIDTH]
    squares = chance.integers(0, 255, (3, SMALL, SMALL))
    encoder = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FRAMES_PER_SECOND), "-i", "-",
         "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", path], stdin=subprocess.PIPE)
    for number in range(seconds * FRAMES_PER_SECOND):
        now = number / FRAMES_PER_SECOND
        frame = still + chance.normal(0, 1, (HEIGHT, WIDTH))
        for i, square in enumerate(squares):
            x = int((WIDTH - SMALL) * abs((now / 20 + i / 3) % 2 - 1))
            frame[60 + 60 * i:60 + 60 * i + SMALL, x:x + SMALL] = square
        turn, since = divmod(now - LEARNING_S - 5 - phase, EVERY_S)
        if turn >= 0 and since < CROSSING_S:
            # Elsewhere each time, since what comes again and again is learned.
            x, y = int((WIDTH - LARGE) * since / CROSSING_S), int(turn * 53) % (HEIGHT - LARGE)
            x = x if turn % 2 else WIDTH - LARGE - x
            frame[y:y + LARGE, x:x + LARGE] = 245 if turn % 3 else 10
        encoder.stdin.write(numpy.clip(frame, 0, 255).astype(numpy.uint8).tobytes())
    encoder.stdin.close()
    if encoder.wait():
        raise SystemExit("ffmpeg cannot make the scene")


def milliseconds(later, earlier):
    return 1000 * (later - datetime.datetime.fromisoformat(earlier.replace("Z", "+00:00")).timestamp())


def told(name, values):
    values = sorted(values)
    print(f"{name:58} median {statistics.median(values):4.0f} ms, 90 % {values[int(0.9 * (len(values) - 1))]:4.0f} ms, "
          f"99 % {values[int(0.99 * (len(values) - 1))]:4.0f} ms, most {values[-1]:4.0f} ms")


def main():
    program = os.path.abspath(sys.argv[1])
    cameras = int(sys.argv[2]) if len(sys.argv) > 2 else 6
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 240
    mqtt = random.randrange(10000, 30000)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for i in range(cameras):
            make_scene(folder / f"{i}.mp4", LEARNING_S + seconds, phase=i * EVERY_S / cameras)
        (folder / "edgewatch.yaml").write_text(
            f"node: latency\nstate_directory: {folder}/state\nmqtt: {{host: 127.0.0.1, port: {mqtt}}}\n"
            f"learning: {{duration: {LEARNING_S - 10}s}}\nalerts: {{threshold: 0.2, end_after: 1s, cooldown: 1s}}\ncameras:\n"
            + "".join(f"  - {{id: c{i}, source: {folder}/{i}.mp4}}\n" for i in range(cameras)))
        broker = subprocess.Popen(["mosquitto", "-p", str(mqtt)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)
        subscriber = subprocess.Popen(
            ["mosquitto_sub", "-p", str(mqtt), "-t", "edgewatch/+/+/event", "-q", "1", "-F", "%U %p"], stdout=open(folder / "events", "w"))
        with open(folder / "log", "w") as log:
            daemon = subprocess.Popen([program, "run", "--config", folder / "edgewatch.yaml"], stdout=log, stderr=log)
        try:
            time.sleep(LEARNING_S + seconds)
        finally:
            for process in (daemon, subscriber, broker):
                process.send_signal(signal.SIGTERM)
                process.wait(60)
        events = [(float(line.split(" ", 1)[0]), json.loads(line.split(" ", 1)[1])) for line in open(folder / "events")]
        print((folder / "log").read_text().count("were dropped"), "warnings of dropped frames")
    starts = [(at, event) for at, event in events if event["type"] == "start"]
    if not starts:
        raise SystemExit("no alerts")
    print(f"{len(starts)} alerts of {cameras} cameras; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    whole = [milliseconds(at, event["started_at"]) for at, event in starts]
    rest = [milliseconds(at, event["updated_at"]) - SMOOTHER_MS for at, event in starts]
    told("from the first frame above the threshold to the subscriber", whole)
    told("beyond what the settings ask for", [ms - SMOOTHER_MS - MINIMUM_LENGTH_MS for ms in whole])
    told("  of it: minimum_length, up to the next frame", [total - left - SMOOTHER_MS - MINIMUM_LENGTH_MS for total, left in zip(whole, rest)])
    told("  of it: analysis, pictures, outbox, broker", rest)


if __name__ == "__main__":
    main()
