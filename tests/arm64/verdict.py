"""Judges the live daemon by what a subscriber received: was the planted anomaly announced, and nothing before it?

verdict.py HEARD OUTBOX    HEARD: lines of "topic payload"; OUTBOX: the daemon's database, which has to be whole and emptied
"""

import json
import pathlib
import sqlite3
import sys
from datetime import datetime

# The demo's scene of 60 s: something fast crosses from its 42nd second on. An emulated player starts slowly.
FROM, TO = 40, 54


def time(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


online, events, health = None, [], {}
for line in pathlib.Path(sys.argv[1]).read_text().splitlines():
    topic, _, payload = line.partition(" ")
    if not payload.startswith("{"):
        continue
    message = json.loads(payload)
    if topic.endswith("/square/status") and message["state"] == "online":
        online = online or time(message["since"])
    elif topic.endswith("/square/event"):
        events.append(message)
    elif topic.endswith("/health"):
        health = message

starts = [(time(e["started_at"]) - online).total_seconds() for e in events if e["type"] == "start"]
ends = [e for e in events if e["type"] == "end"]
if not starts or not FROM <= min(starts) <= TO or len(ends) != len(starts):
    sys.exit(f"alerts began after {starts} s, expected from {FROM} to {TO}; {len(ends)} ended")

outbox = sqlite3.connect(f"file:{sys.argv[2]}?mode=ro", uri=True)
left = outbox.execute("SELECT count(*) FROM message").fetchone()[0]
whole = outbox.execute("PRAGMA integrity_check").fetchone()[0]
if left or whole != "ok" or health["outbox"]["fault"]:
    sys.exit(f"outbox.db: {left} messages left, {whole}, {health['outbox']['fault']}")

reason = events[0]["reasons"][0]["text"]
print(f"announced after {min(starts):.1f} s: {reason}; {health['cameras']['square']['drops']['busy']} frames dropped")
