"""What the daemon costs, as plots: against activity, the number of cameras, and resolution.

    /usr/bin/python3 tests/EdgeWatch.Benchmarks/daemon_plots.py PROGRAM FOLDER [--seconds 30]

PROGRAM is an edgewatch, natively compiled. FOLDER receives activity.svg, cameras.svg, resolution.svg and costs.md, the table of their numbers; one to two
minutes a point, of which there are fourteen. Scenes are made here: squares of noise that wander over a still, slightly noisy picture, as many as make the activity. They are
H.264 of 10 frames a second that a camera sends live: a server for RTSP, as in against_motion.sh. Costs are processor time of the daemon and of its ffmpeg.
Needs what against_motion.sh needs, without motion.
"""

import argparse
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import time
import urllib.request

import numpy
import plots

SERVER = pathlib.Path(__file__).parent.parent / "EdgeWatch.TestKit" / "Capture" / "rtsp_server.py"
FRAMES_PER_SECOND = 10
SCENE_SECONDS = 60
LEARNING_SECONDS = 20
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
SMALL, USUAL = (426, 240), (768, 432)
SIZES = [(320, 240), (640, 360), (1280, 720), (1920, 1080)]
WANDERERS = [0, 1, 2, 4, 8, 16]
CAMERAS = [1, 2, 4, 8]
SQUARE_OF_ROWS = 10


def make_scene(path, size, wanderers):
    """Squares, a tenth of the picture high, on straight ways from edge to edge."""
    width, height = size
    chance = numpy.random.default_rng(1)
    still = numpy.kron(chance.integers(60, 180, (9, 16)), numpy.ones((height // 9 + 1, width // 16 + 1)))[:height, :width]
    side = height // SQUARE_OF_ROWS
    squares = chance.integers(0, 255, (max(1, wanderers), side, side))
    places = chance.uniform(0, 1, (max(1, wanderers), 2)) * (width - side, height - side)
    ways = chance.normal(0, height / 120, (max(1, wanderers), 2))
    encoder = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{width}x{height}", "-r", str(FRAMES_PER_SECOND), "-i", "-",
         "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-bf", "0", "-g", "20", path], stdin=subprocess.PIPE)
    for _ in range(SCENE_SECONDS * FRAMES_PER_SECOND):
        frame = still + chance.normal(0, 1, (height, width))
        for i in range(wanderers):
            places[i] += ways[i]
            over = (places[i] < 0) | (places[i] > (width - side, height - side))
            ways[i] = numpy.where(over, -ways[i], ways[i])
            places[i] = numpy.clip(places[i], 0, (width - side, height - side))
            x, y = places[i].astype(int)
            frame[y:y + side, x:x + side] = squares[i]
        encoder.stdin.write(numpy.clip(frame, 0, 255).astype(numpy.uint8).tobytes())
    encoder.stdin.close()
    if encoder.wait():
        raise SystemExit("ffmpeg cannot make the scene")


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def children(pid):
    found = subprocess.run(["pgrep", "-P", str(pid)], stdout=subprocess.PIPE, text=True, check=False)
    return [int(child) for child in found.stdout.split()]


def counted(port):
    """Frames and active patches that were analysed, of all cameras."""
    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60).read().decode().splitlines()
    return [sum(float(line.split()[1]) for line in page if line.startswith(name))
            for name in ("edgewatch_camera_frame_analysed", "edgewatch_camera_patch_active")]


def measure(program, scene, cameras, seconds):
    """Milliseconds a frame of daemon and ffmpeg, and active patches a frame."""
    rtsp, mqtt, web = (random.randrange(4000, 10000) * 3 + i for i in range(3))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run(["ffmpeg", "-v", "error", "-stream_loop", "9", "-i", scene, "-c", "copy", folder / "long.mp4"], check=True)
        launch = f"( filesrc location={folder}/long.mp4 ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=1 )"
        server = subprocess.Popen(["/usr/bin/python3", SERVER, str(rtsp), "/cam", launch], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        server.stdout.readline()
        broker = subprocess.Popen(["mosquitto", "-p", str(mqtt)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        (folder / "edgewatch.yaml").write_text(
            f"node: plots\nstate_directory: {folder}/state\nmqtt: {{host: 127.0.0.1, port: {mqtt}}}\nweb: {{listen: '127.0.0.1:{web}'}}\n"
            f"learning: {{duration: {LEARNING_SECONDS}s}}\ncameras:\n"
            + "".join(f"  - {{id: c{i}, source: 'rtsp://127.0.0.1:{rtsp}/cam'}}\n" for i in range(cameras)))
        with open(folder / "log", "w") as log:
            daemon = subprocess.Popen([program, "run", "--config", folder / "edgewatch.yaml"], stdout=log, stderr=log)
        try:
            time.sleep(LEARNING_SECONDS + 10)
            start = (processor_seconds(daemon.pid), sum(map(processor_seconds, children(daemon.pid))), *counted(web))
            time.sleep(seconds)
            end = (processor_seconds(daemon.pid), sum(map(processor_seconds, children(daemon.pid))), *counted(web))
        finally:
            for process in (daemon, server, broker):
                process.send_signal(signal.SIGTERM)
                process.wait(60)
    own, ffmpeg, frames, patches = (after - before for before, after in zip(start, end))
    if frames < cameras * seconds * FRAMES_PER_SECOND * 0.8:
        print(f"only {frames:.0f} frames of {cameras} cameras: this machine does not keep up", flush=True)
    return 1000 * own / frames, 1000 * ffmpeg / frames, patches / frames


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=30)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    table = ["| scene | cameras | active patches a frame | daemon, ms a frame | ffmpeg, ms a frame | of a core, all |", "|---|---|---|---|---|---|"]

    def point(size, wanderers, cameras):
        with tempfile.TemporaryDirectory() as name:
            scene = pathlib.Path(name) / "scene.mp4"
            make_scene(scene, size, wanderers)
            own, ffmpeg, patches = measure(arguments.program, scene, cameras, arguments.seconds)
        core = 100 * (own + ffmpeg) / 1000 * cameras * FRAMES_PER_SECOND
        table.append(f"| {size[0]}×{size[1]}, {wanderers} squares | {cameras} | {patches:.1f} | {own:.2f} | {ffmpeg:.2f} | {core:.1f} % |")
        print(table[-1], flush=True)
        return own, ffmpeg, patches, core

    by_activity = [point(SMALL, wanderers, 2) for wanderers in WANDERERS]
    by_cameras = [point(USUAL, 2, cameras) for cameras in CAMERAS]
    by_size = [point(size, 2, 1) for size in SIZES]
    (arguments.folder / "activity.svg").write_text(plots.lines(
        "Cost against activity, 426×240", "active patches a frame", "ms a frame",
        {"daemon": [(p[2], p[0]) for p in by_activity], "ffmpeg": [(p[2], p[1]) for p in by_activity]}))
    (arguments.folder / "cameras.svg").write_text(plots.lines(
        "Cost against cameras, 768×432 at ten frames a second", "cameras", "% of a core",
        {"daemon and ffmpeg": [(n, p[3]) for n, p in zip(CAMERAS, by_cameras)]}))
    (arguments.folder / "resolution.svg").write_text(plots.lines(
        "Cost against resolution, one camera", "megapixels", "ms a frame",
        {name: [(w * h / 1e6, p[k]) for (w, h), p in zip(SIZES, by_size)] for k, name in ((0, "daemon"), (1, "ffmpeg"))}))
    (arguments.folder / "costs.md").write_text("\n".join([*table, ""]))


if __name__ == "__main__":
    main()
