"""What a daemon and its ffmpeg children hold in memory while they watch live RTSP streams, by where it lies.

    /usr/bin/python3 tests/EdgeWatch.Benchmarks/daemon_memory.py PROGRAM VIDEO.mp4 [SECONDS [CAMERAS…]]

PROGRAM is an edgewatch, VIDEO is H.264; each of CAMERAS (1 2 4) is a run of SECONDS (120). Proportional memory (PSS): what processes share is
divided among them. Needs what against_motion.sh needs, without motion.
"""

import collections
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

SERVER = pathlib.Path(__file__).parent.parent / "EdgeWatch.TestKit/Capture/rtsp_server.py"
PARTS = {"[heap]": "heap", "": "anonymous", "libonnxruntime.so": "ONNX Runtime", "edgewatch": "program", "libSkiaSharp.so": "Skia"}


def mappings(pid):
    """Proportional bytes by what is mapped: private memory of malloc and of .NET, the program, libraries."""
    parts = collections.Counter()
    name = ""
    for line in pathlib.Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if re.match(r"^[0-9a-f]+-[0-9a-f]+ ", line):
            fields = line.split(None, 5)
            name = os.path.basename(fields[5]) if len(fields) > 5 else ""
        elif line.startswith("Pss:"):
            parts[PARTS.get(name, "stacks" if name.startswith("[stack") else "other files")] += int(line.split()[1]) * 1024
    return parts


def resident(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def children(pid, program):
    found = subprocess.run(["pgrep", "-P", str(pid), program], capture_output=True, text=True, check=False).stdout.split()
    return [int(child) for child in found]


def measure(program, video, seconds, cameras):
    rtsp, mqtt = (random.randrange(10000, 20000) * 2 + i for i in (0, 1))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        long = folder / "long.mp4"
        subprocess.run(["ffmpeg", "-v", "error", "-stream_loop", "19", "-i", video, "-c", "copy", "-an", long], check=True)
        launch = f"( filesrc location={long} ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=1 )"
        server = subprocess.Popen([sys.executable, SERVER, str(rtsp), "/cam", launch], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        server.stdout.readline()
        broker = subprocess.Popen(["mosquitto", "-p", str(mqtt)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        lines = [f"node: memory\nstate_directory: {folder}/state\nmqtt: {{host: 127.0.0.1, port: {mqtt}}}\nlearning: {{duration: 30s}}\ncameras:"]
        lines += [f"  - {{id: c{i}, source: 'rtsp://127.0.0.1:{rtsp}/cam'}}" for i in range(cameras)]
        (folder / "edgewatch.yaml").write_text("\n".join(lines) + "\n")
        with open(folder / "log", "w") as log:
            daemon = subprocess.Popen([program, "run", "--config", folder / "edgewatch.yaml"], stdout=log, stderr=log)
        try:
            time.sleep(seconds)
            decoders = children(daemon.pid, "ffmpeg")
            tell(cameras, "daemon", [daemon.pid])
            tell(cameras, "ffmpeg", decoders)
        finally:
            for process in (daemon, server, broker):
                process.send_signal(signal.SIGTERM)
                process.wait(60)


def tell(cameras, who, processes):
    parts = sum((mappings(pid) for pid in processes), collections.Counter())
    of_each = ", ".join(f"{part} {size / len(processes) / 1e6:.1f}" for part, size in parts.most_common())
    print(
        f"{cameras} cameras: {who:6} × {len(processes)}: {sum(map(resident, processes)) / len(processes) / 1e6:.0f} MB resident, "
        f"{parts.total() / len(processes) / 1e6:.1f} MB proportional each ({of_each})", flush=True)


def main():
    program, video = map(os.path.abspath, sys.argv[1:3])
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 120
    for cameras in map(int, sys.argv[4:] or ["1", "2", "4"]):
        measure(program, video, seconds, cameras)


main()
