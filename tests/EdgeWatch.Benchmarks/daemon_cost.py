"""What a daemon costs while it watches: start, memory, processor time and bytes written, of its own process (ffmpeg's children are not counted).

    python3 tests/EdgeWatch.Benchmarks/daemon_cost.py VIDEO SECONDS PROGRAM…

VIDEO is played in a loop at its own speed by one camera and then by four, SECONDS each; the scene that "edgewatch demo --folder DIR" leaves in DIR
will do. Each PROGRAM is an edgewatch: artifacts/bin/EdgeWatch/release/edgewatch, artifacts/publish/linux-x64/edgewatch, …
The broker is a private mosquitto.
"""

import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time

TICKS = os.sysconf("SC_CLK_TCK")


def status(pid, key):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(key)).split()[1]) / 1000


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def written_bytes(pid):
    lines = pathlib.Path(f"/proc/{pid}/io").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("write_bytes")).split()[1])


def config(folder, port, video, cameras):
    lines = ["node: cost", f"state_directory: {folder}/state", f"mqtt: {{ host: 127.0.0.1, port: {port} }}", "learning: { duration: 30s }", "cameras:"]
    for i in range(cameras):
        lines.append(f"  - {{ id: camera{i}, source: {video}, playback: loop }}")
    path = folder / "edgewatch.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path


def measure(program, video, seconds, cameras, port):
    with tempfile.TemporaryDirectory() as name, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        folder = pathlib.Path(name)
        notify.bind(str(folder / "notify"))
        path = config(folder, port, video, cameras)
        started = time.monotonic()
        with open(folder / "log", "w") as log:
            daemon = subprocess.Popen(
                [program, "run", "--config", str(path)], stdout=log, stderr=log, env=os.environ | {"NOTIFY_SOCKET": str(folder / "notify")})
        notify.settimeout(60)
        try:
            while b"READY=1" not in notify.recv(4096):
                pass
            ready = time.monotonic() - started
            used_at_ready = processor_seconds(daemon.pid)
            # What is learned in half a minute has been; the second half of the time is what a camera costs from then on.
            time.sleep(seconds / 2)
            used, written = processor_seconds(daemon.pid), written_bytes(daemon.pid)
            time.sleep(seconds / 2)
            written = written_bytes(daemon.pid) - written
            used = processor_seconds(daemon.pid) - used
            resident, own = status(daemon.pid, "VmRSS"), status(daemon.pid, "RssAnon")
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(60)
        per_frame = 1000 * used / (seconds / 2 * 10 * cameras)
        print(f"{program:50} {cameras:7} {ready:8.2f} {used_at_ready:10.2f} {resident:9.0f} {own:7.0f} {per_frame:13.2f} {written / 1000:11.0f}", flush=True)


def main():
    video, seconds, programs = os.path.abspath(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    port = random.randrange(20000, 40000)
    broker = subprocess.Popen(
        ["mosquitto", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin"})
    try:
        time.sleep(1)
        print(f"{'program':50} {'cameras':>7} {'ready, s':>8} {'cpu till, s':>10} {'RSS, MB':>9} {'own, MB':>7} {'cpu/frame, ms':>13} {'written, kB':>11}")
        for cameras in (1, 4):
            for program in programs:
                measure(program, video, seconds, cameras, port)
    finally:
        broker.terminate()


main()
