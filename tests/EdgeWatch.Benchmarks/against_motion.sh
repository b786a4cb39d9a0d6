#!/usr/bin/env bash
# Processor time and memory of EdgeWatch (daemon and its ffmpeg children) beside Debian's motion, and beside ffmpeg that only decodes, on the
# same live RTSP streams, one after the other.
#
#     tests/EdgeWatch.Benchmarks/against_motion.sh PROGRAM VIDEO.mp4 [STREAMS [SECONDS [ROUNDS]]]
#
# PROGRAM is an edgewatch, VIDEO is H.264. Needs: apt-get install motion mosquitto ffmpeg python3-gi gir1.2-gst-rtsp-server-1.0
# gstreamer1.0-plugins-bad
set -euo pipefail

program=$(realpath "${1:?name an edgewatch}")
video=$(realpath "${2:?name an H.264 video}")
streams=${3:-4}
seconds=${4:-40}
rounds=${5:-2}

folder=$(mktemp -d)
pids=()
clean() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$folder"
}
trap clean EXIT
cd "$folder"
mkdir state motion

rtsp=$((20000 + RANDOM % 10000))
mqtt=$((rtsp + 1))

ffmpeg -v error -stream_loop 9 -i "$video" -c copy -an long.mp4
cat >server.py <<'PYTHON'
import sys
import gi
gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer
Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(sys.argv[1])
for i in range(int(sys.argv[3])):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(f"( filesrc location={sys.argv[2]} ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=1 )")
    server.get_mount_points().add_factory(f"/cam{i}", factory)
server.attach(None)
GLib.MainLoop().run()
PYTHON
cat >tree.py <<'PYTHON'
import os
import sys
import time
root, seconds, name = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


def stat(pid):
    text = open(f"/proc/{pid}/stat").read()
    return text[text.rindex(")") + 2:].split()


def tree():
    children = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            children.setdefault(int(stat(int(entry))[1]), []).append(int(entry))
        except OSError:
            pass
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def used(pid):
    return sum(map(int, stat(pid)[11:13])) / TICKS


before = {pid: used(pid) for pid in tree()}
time.sleep(seconds)
time_of, memory_of = {}, {}
for pid in tree():
    program = open(f"/proc/{pid}/comm").read().strip()
    time_of[program] = time_of.get(program, 0) + used(pid) - before.get(pid, 0)
    memory_of[program] = memory_of.get(program, 0) + int(open(f"/proc/{pid}/statm").read().split()[1]) * PAGE / 1e6
parts = ", ".join(f"{program} {spent:.2f} s {memory_of[program]:.0f} MB" for program, spent in time_of.items() if spent > 0)
print(f"{name:10} {sum(time_of.values()):6.2f} s in {seconds:.0f} s   ({parts})", flush=True)
PYTHON

/usr/bin/python3 server.py "$rtsp" "$folder/long.mp4" "$streams" &
pids+=($!)
printf 'listener %s 127.0.0.1\nallow_anonymous true\n' "$mqtt" >mosquitto.conf
mosquitto -c mosquitto.conf >mosquitto.log 2>&1 &
pids+=($!)
IFS=x read -r width height < <(ffprobe -v error -select_streams v -show_entries stream=width,height -of csv=p=0:s=x "$video")
printf 'node: bench\nstate_directory: %s/state\nmqtt: {host: 127.0.0.1, port: %s}\nlearning: {duration: 30s}\ncameras:\n' "$folder" "$mqtt" >edgewatch.yaml
printf '%s\n' 'daemon off' 'setup_mode off' 'log_level 3' "target_dir $folder/motion" 'picture_output off' 'movie_output off' \
    'webcontrol_port 0' 'stream_port 0' >motion.conf
for ((i = 0; i < streams; i++)); do
    url=rtsp://127.0.0.1:$rtsp/cam$i
    echo "  - {id: c$i, source: '$url'}" >>edgewatch.yaml
    printf '%s\n' "camera_id $((i + 1))" "netcam_url $url" 'netcam_use_tcp on' "width $width" "height $height" 'framerate 10' >"motion/cam$i.conf"
    echo "camera $folder/motion/cam$i.conf" >>motion.conf
    echo "ffmpeg -v error -threads 1 -rtsp_transport tcp -i $url -f null - &" >>decode.sh
done
echo wait >>decode.sh

measure() {
    local name=$1 warm_up=$2
    shift 2
    "$@" >"$name.log" 2>&1 &
    local pid=$!
    pids+=("$pid")
    sleep "$warm_up"
    /usr/bin/python3 tree.py "$pid" "$seconds" "$name"
    pkill -TERM -P "$pid" 2>/dev/null || true
    kill -TERM "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}

for ((round = 0; round < rounds; round++)); do
    measure motion 20 motion -n -c motion.conf
    measure decode 20 bash decode.sh
    rm -rf state
    mkdir state
    measure edgewatch 45 "$program" run --config edgewatch.yaml
done
