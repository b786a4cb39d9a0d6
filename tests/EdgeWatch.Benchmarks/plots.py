"""Line plots as SVG, without a package: what the benchmarks of the daemon need."""

from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 48, 130, 48, 46
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000")
TICKS = 5


def lines(title, x_name, y_name, series):
    """A plot.

    series: points (x, y) by name; both axes begin at 0.
    """
    most_x = step(max((x for points in series.values() for x, _ in points), default=1) or 1)
    most_y = step(max((y for points in series.values() for _, y in points), default=1) or 1)
    across, down = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def at(x, y):
        return LEFT + across * x / most_x, TOP + down * (1 - y / most_y)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        text(10, 20, title, size=14, anchor="start"),
        text(LEFT + across / 2, HEIGHT - 8, x_name),
        text(10, TOP - 10, y_name, anchor="start"),
    ]
    for i in range(TICKS + 1):
        x, y = at(most_x * i / TICKS, most_y * i / TICKS)
        parts += [
            f'<path d="M{LEFT} {y:.1f}H{LEFT + across}" stroke="#dddddd"/>',
            text(LEFT - 6, y + 4, number(most_y * i / TICKS), anchor="end"),
            text(x, HEIGHT - BOTTOM + 18, number(most_x * i / TICKS)),
        ]
    for (name, points), colour in zip(series.items(), COLOURS):
        places = [at(*point) for point in points]
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        if places:
            parts.append(text(places[-1][0] + 8, places[-1][1] + 4, name, anchor="start", colour=colour))
    return "\n".join([*parts, "</svg>", ""])


def text(x, y, words, size=12, anchor="middle", colour="#333333"):
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


def number(value):
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def step(value):
    """The next number that divides into round ticks."""
    size = 1.0
    while size * 10 <= value:
        size *= 10
    while size > value:
        size /= 10
    return next(size * factor for factor in (1, 1.5, 2, 2.5, 3, 4, 5, 10) if size * factor >= value * 0.999)
