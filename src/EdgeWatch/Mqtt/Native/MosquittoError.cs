namespace EdgeWatch.Mqtt.Native;

/// <summary>Statuses of libmosquitto (<c>mosq_err_t</c> of 2.0). A newer library may return others: they are failures too.</summary>
internal enum MosquittoError
{
    ConnectionPending = -1,
    Success = 0,
    OutOfMemory = 1,
    Protocol = 2,
    InvalidArgument = 3,
    NoConnection = 4,
    ConnectionRefused = 5,
    NotFound = 6,
    ConnectionLost = 7,
    Tls = 8,
    PayloadSize = 9,
    NotSupported = 10,
    Authentication = 11,
    AccessDenied = 12,
    Unknown = 13,
    System = 14,
    AddressInfo = 15,
    Proxy = 16,
    MalformedUtf8 = 18,
    KeepAlive = 19,
    Lookup = 20,
    MalformedPacket = 21,
    TlsHandshake = 23,
    QosNotSupported = 24,
    OversizePacket = 25,
    Timeout = 27,
    RetainNotSupported = 28,
}
