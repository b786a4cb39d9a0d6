"""What models/README.md says of the golden input, computed one value at a time."""


def golden_byte(n):
    x = (n * 2654435761 + 12345) % 2 ** 32
    x ^= x >> 16
    x = (x * 2246822519) % 2 ** 32
    x ^= x >> 13
    return x >> 24
