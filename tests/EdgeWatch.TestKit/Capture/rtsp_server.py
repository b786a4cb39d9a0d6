"""
RTSP server for tests: rtsp_server.py PORT PATH LAUNCH [USER PASSWORD]. Port 0: a free one. Prints "ready PORT". A line "ELEMENT
PROPERTY VALUE" on its standard input sets a property of an element of the stream.
"""
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
port, path, launch, *login = sys.argv[1:]

server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)

factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(launch)
factory.set_shared(True)

media = []
factory.connect("media-configure", lambda _, made: media.append(made))


def take_line(source, _):
    element, name, value = source.readline().split()
    Gst.util_set_object_arg(media[-1].get_element().get_by_name(element), name, value)
    return True


GLib.io_add_watch(sys.stdin, GLib.IO_IN, take_line)

if login:
    user, password = login
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth = GstRtspServer.RTSPAuth()
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("viewer", "media.factory.access", True)
    permissions.add_permission_for_role("viewer", "media.factory.construct", True)
    factory.set_permissions(permissions)

server.get_mount_points().add_factory(path, factory)
if server.attach(None) == 0:
    sys.exit("cannot listen on port " + port)
print("ready", server.get_bound_port(), flush=True)
GLib.MainLoop().run()
