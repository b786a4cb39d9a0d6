"""What light, weather and cameras do to a picture that shows the same all the while: the student sees it so, the teacher sees it clean."""

import math

import torch
import torch.nn.functional as functional

# Largest shift of the student's picture against the teacher's, in pixels: what a mast in the wind does.
LARGEST_SHIFT = 3
# Side of the blocks in which cameras compress.
BLOCK = 8


def some(count, share, device):
    """Which of the pictures: [n, 1, 1, 1], 1 for about so many of them."""
    return (torch.rand(count, 1, 1, 1, device=device) < share).float()


def uniform(count, low, high, device):
    return low + (high - low) * torch.rand(count, 1, 1, 1, device=device)


def toned(x):
    """Another exposure and another tone curve: gamma, gain, offset."""
    n, device = len(x), x.device
    gamma = torch.exp(uniform(n, -0.5, 0.5, device) * some(n, 0.6, device))
    gain = torch.exp(uniform(n, -0.5, 0.4, device) * some(n, 0.6, device))
    return 255 * (x.clamp(0, 255) / 255) ** gamma * gain + uniform(n, -25, 25, device) * some(n, 0.4, device)


def infrared(x):
    """A lamp beside the lens in place of the sun: another, rising tone curve and a spot that falls off to the edges."""
    n, device = len(x), x.device
    knots = torch.rand(n, 6, device=device) + 0.05
    levels = torch.cat([torch.zeros(n, 1, device=device), knots.cumsum(1) / knots.sum(1, keepdim=True)], 1) * 255
    place = x.clamp(0, 254.9) / 255 * 6
    index = place.long()
    flat = index.flatten(1)
    low, high = levels.gather(1, flat).view_as(x), levels.gather(1, flat + 1).view_as(x)
    curve = low + (high - low) * (place - index)
    rows, columns = coordinates(x)
    centre_y, centre_x = uniform(n, 0.3, 0.7, device), uniform(n, 0.3, 0.7, device)
    spot = torch.exp(-((rows - centre_y) ** 2 + (columns - centre_x) ** 2) * uniform(n, 0, 4, device))
    return torch.lerp(x, curve * spot, some(n, 0.15, device))


def coordinates(x):
    """Of each pixel, 0–1: [1, 1, h, 1] and [1, 1, 1, w]."""
    height, width = x.shape[2:]
    return (torch.linspace(0, 1, height, device=x.device).view(1, 1, -1, 1),
            torch.linspace(0, 1, width, device=x.device).view(1, 1, 1, -1))


def shaded(x):
    """Shadows with soft and hard edges: half planes, spots, and a smooth field of light."""
    n, device = len(x), x.device
    rows, columns = coordinates(x)
    for share in (0.4, 0.25):
        angle = uniform(n, 0, 2 * math.pi, device)
        across = (rows - uniform(n, 0.1, 0.9, device)) * torch.sin(angle) + (columns - uniform(n, 0.1, 0.9, device)) * torch.cos(angle)
        # From an edge of a pixel or two to one over a third of the picture.
        softness = torch.exp(uniform(n, math.log(0.003), math.log(0.3), device))
        x = x * (1 - torch.sigmoid(across / softness) * uniform(n, 0.1, 0.7, device) * some(n, share, device))
    away = ((rows - uniform(n, 0, 1, device)) ** 2 + ((columns - uniform(n, 0, 1, device)) * 1.5) ** 2).sqrt()
    radius, softness = uniform(n, 0.1, 0.5, device), torch.exp(uniform(n, math.log(0.005), math.log(0.2), device))
    x = x * (1 + torch.sigmoid((radius - away) / softness) * uniform(n, -0.6, 0.6, device) * some(n, 0.25, device))
    field = functional.interpolate(torch.randn(n, 1, 3, 4, device=device) * 0.35, x.shape[2:], mode="bicubic", align_corners=False)
    return x * torch.exp(field * some(n, 0.4, device))


def blurred(x):
    """Out of focus a little: a Gaussian of up to 1.5 px."""
    n, device = len(x), x.device
    deviation = uniform(n, 0.4, 1.5, device)
    offsets = torch.arange(-4, 5, device=device).view(1, -1)
    kernel = functional.normalize(torch.exp(-0.5 * (offsets / deviation.view(n, 1)) ** 2), p=1, dim=1)
    padded = functional.pad(x.transpose(0, 1), (4, 4, 4, 4), mode="reflect")
    soft = functional.conv2d(padded, kernel.view(n, 1, 1, 9), groups=n)
    soft = functional.conv2d(soft, kernel.view(n, 1, 9, 1), groups=n).transpose(0, 1)
    return torch.lerp(x, soft, some(n, 0.35, device))


def noisy(x):
    """Noise of a sensor in poor light, fine or in grains of some pixels."""
    n, device = len(x), x.device
    fine = torch.randn_like(x) * uniform(n, 0, 8, device) * some(n, 0.5, device)
    coarse = torch.randn(n, 1, x.shape[2] // 3 + 1, x.shape[3] // 3 + 1, device=device)
    coarse = functional.interpolate(coarse, x.shape[2:], mode="bilinear", align_corners=False)
    return x + fine + coarse * uniform(n, 0, 8, device) * some(n, 0.2, device)


def cosines(device):
    """The discrete cosine transform of eight values: [8, 8]."""
    k = torch.arange(BLOCK, device=device).float()
    matrix = torch.cos(math.pi / BLOCK * (k.view(1, -1) + 0.5) * k.view(-1, 1)) * math.sqrt(2 / BLOCK)
    matrix[0] /= math.sqrt(2)
    return matrix


def compressed(x):
    """Blocks of eight, their fine detail rounded away: what a low bit rate leaves."""
    n, _, height, width = x.shape
    transform = cosines(x.device)
    blocks = x.view(n, height // BLOCK, BLOCK, width // BLOCK, BLOCK).permute(0, 1, 3, 2, 4)
    coefficients = transform @ blocks @ transform.T
    order = torch.arange(BLOCK, device=x.device).float()
    step = 1 + (order.view(-1, 1) + order.view(1, -1)) * 0.5
    step = step * torch.exp(uniform(n, math.log(4), math.log(30), x.device)).unsqueeze(-1)
    rounded = transform.T @ (torch.round(coefficients / step) * step) @ transform
    rough = rounded.permute(0, 1, 3, 2, 4).reshape(n, 1, height, width)
    return torch.lerp(x, rough, some(n, 0.3, x.device))


def spoiled(x):
    """[n, 1, h, w], 0–255: a quarter of them stay clean."""
    clean = some(len(x), 0.25, x.device)
    worse = compressed(noisy(blurred(infrared(shaded(toned(x)))).clamp(0, 255)).clamp(0, 255)).clamp(0, 255)
    return torch.lerp(worse, x, clean).round()
