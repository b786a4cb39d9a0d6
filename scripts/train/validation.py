"""How good the attributes are: on synthetic frames and on a real scene, neither of which training has seen."""

import numpy as np

import attributes
import patches
import quantization

SPEED32 = attributes.NAMES.index("speed32")
OCCUPANCY32 = attributes.NAMES.index("occupancy32")
OCCUPANCY48 = attributes.NAMES.index("occupancy48")
# What the daemon counts as motion, and what nobody would.
MOVING, STILL = 0.15, 0.02
SLOW = (0.6, 1.5)
# Block matching has found motion if it beats standing still by this factor, and by this speed in px per frame.
BETTER_THAN_STILL, SLOWEST_MATCH = 0.85, 0.2


def predict(model, examples, apply):
    """Encoded attributes float32 [N, 15] of all tokens, frame by frame as the daemon runs it."""
    return np.concatenate([quantization.forward(model, patches.tokens(pixels, volumes), positions, apply)[0]
                           for pixels, volumes, positions, _ in examples])


def block_matching_speed(volumes):
    """Speed without a network, px per frame [N]: the cheapest shift of each volume, refined by a parabola; the mean."""
    radius, total = patches.SEARCH_RADIUS, np.zeros(len(volumes))
    rows = np.arange(len(volumes))
    for number, (lag, scale) in enumerate(patches.VOLUMES):
        volume = volumes[:, number].astype(np.float64)
        y, x = np.divmod(volume.reshape(len(volume), -1).argmin(axis=1), patches.SHIFTS)
        lowest = volume[rows, y, x]
        dy = y - radius + _parabola(volume[rows, np.maximum(y - 1, 0), x], lowest,
                                    volume[rows, np.minimum(y + 1, 2 * radius), x])
        dx = x - radius + _parabola(volume[rows, y, np.maximum(x - 1, 0)], lowest,
                                    volume[rows, y, np.minimum(x + 1, 2 * radius)])
        speed = np.hypot(dy, dx) * scale / lag
        valid = (lowest < BETTER_THAN_STILL * volume[:, radius, radius]) & (speed > SLOWEST_MATCH)
        total += np.where(valid, speed, 0)
    return total / len(patches.VOLUMES)


def _parabola(before, lowest, after):
    curvature = before - 2 * lowest + after
    return np.where(curvature > 0, np.clip(0.5 * (before - after) / np.maximum(curvature, 1e-9), -0.5, 0.5), 0)


def explained(predicted, truth):
    """R squared: the share of the truth's variance that the prediction explains."""
    return float(1 - np.mean((predicted - truth) ** 2) / np.var(truth))


def correlation(predicted, truth):
    """Pearson's: blind to a constant bias, which a normality learned on the device does not notice either."""
    return float(np.corrcoef(predicted, truth)[0, 1])


def figures(predicted, examples):
    """Figures of merit of encoded predictions [N, 15] against the examples' attributes."""
    truth = np.concatenate([example[3] for example in examples])
    positions = np.concatenate([example[2] for example in examples])
    encoded, speeds = attributes.encode(truth), attributes.decode(predicted)[:, SPEED32]
    moving = truth[:, OCCUPANCY32] > MOVING
    # Border means the outermost two columns of patches. The frame's width is that of the dataset, 20 patches.
    border = moving & ((positions[:, 1] < 2) | (positions[:, 1] >= positions[:, 1].max() - 1))
    slow = moving & (truth[:, SPEED32] > SLOW[0]) & (truth[:, SPEED32] < SLOW[1])
    still = truth[:, OCCUPANCY48] < STILL
    result = {"frames": len(examples), "tokens": len(truth), "moving_tokens": int(moving.sum())}
    for name in ("speed16", "speed32", "speed48", "u32", "v32", "occupancy32", "speed_std32"):
        column = attributes.NAMES.index(name)
        result[f"r2_{name}"] = explained(predicted[moving, column], encoded[moving, column])
    result["correlation_speed32"] = correlation(predicted[moving, SPEED32], encoded[moving, SPEED32])
    result["bias_speed32"] = float(np.mean(predicted[moving, SPEED32] - encoded[moving, SPEED32]))
    result["r2_speed32_border_columns"] = explained(predicted[border, SPEED32], encoded[border, SPEED32])
    result["slow_median_error_px"] = float(np.median(np.abs(speeds - truth[:, SPEED32])[slow]))
    result["slow_r2_speed32"] = explained(predicted[slow, SPEED32], encoded[slow, SPEED32])
    result["false_motion_share"] = float(np.mean(predicted[still, OCCUPANCY32] > MOVING)) if still.any() else 0.0
    return {name: value if isinstance(value, int) else round(value, 4) for name, value in result.items()}


def report(model, examples):
    """Float and int8 figures, and what block matching alone gets where it finds motion at all."""
    exact = predict(model, examples, quantization.apply_float)
    coded = predict(model, examples, quantization.apply_int8)
    truth = np.concatenate([example[3] for example in examples])
    matched = np.concatenate([block_matching_speed(example[1]) for example in examples])
    moving = truth[:, OCCUPANCY32] > MOVING
    found = moving & (matched > 0)
    expected = attributes.encode(truth)[found, SPEED32]
    return {
        "float": figures(exact, examples),
        "int8": figures(coded, examples),
        "block_matching": {
            "finds_motion_share": round(float(found.sum() / moving.sum()), 4),
            "correlation_speed32": round(correlation(np.log(matched[found] + attributes.SPEED_OFFSET), expected), 4),
            "network_correlation_speed32_there": round(correlation(coded[found, SPEED32], expected), 4),
        },
    }
