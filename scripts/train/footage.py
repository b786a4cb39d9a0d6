"""Reading the real video: still images for the generator, and one held-out scene for validation.

UCSD Ped2 is deliberately not readable from here: no frame of it may train, validate or choose the network.
"""

from dataclasses import dataclass

import cv2
import numpy as np

ROWS = 240


@dataclass(frozen=True)
class Scene:
    """One scene: where it lies under the data folder, how often it is drawn, and its terms."""
    path: str
    weight: float
    title: str
    licence: str


RESEARCH = "research use, not redistributed"
TRAINING_SCENES = (
    Scene("highway", 0.22, "CDnet 2014 highway", RESEARCH),
    Scene("extra/intel_car-detection.mp4", 0.18, "Intel IoT sample video car-detection", "CC BY 4.0"),
    Scene("extra/intel_one-by-one-person-detection.mp4", 0.22,
          "Intel IoT sample video one-by-one-person-detection", "CC BY 4.0"),
    Scene("extra/i2r_escalator.avi", 0.08, "I2R escalator", RESEARCH),
    Scene("extra/i2r_shop.avi", 0.06, "I2R shop", RESEARCH),
)
VALIDATION_SCENE = Scene("extra/pets2009_vtest.mp4", 1.0, "PETS 2009, one view", RESEARCH)


def read(path, limit=None):
    """Grey frames of a video file or of a folder of images: list of uint8 [H, W]."""
    frames = []
    if path.is_dir():
        for name in sorted(path.iterdir())[:limit]:
            frames.append(cv2.imread(str(name), cv2.IMREAD_GRAYSCALE))
        return frames
    capture = cv2.VideoCapture(str(path))
    while limit is None or len(frames) < limit:
        more, frame = capture.read()
        if not more:
            break
        frames.append(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY))
    capture.release()
    if not frames:
        raise FileNotFoundError(f"no video could be read from {path}")
    return frames


def standardise(frame):
    """Scale to 240 rows and crop to multiples of 16, as the daemon's capture does: uint8 [240, W]."""
    height, width = frame.shape
    columns = round(width * ROWS / height)
    method = cv2.INTER_AREA if height > ROWS else cv2.INTER_LINEAR
    return np.ascontiguousarray(cv2.resize(frame, (columns, ROWS), interpolation=method)[:, :columns // 16 * 16])


class Stills:
    """Random real images, the source of backgrounds and textures."""

    def __init__(self, data, scenes, every=4):
        self.images = [read(data / scene.path)[::every] for scene in scenes]
        weights = np.array([scene.weight for scene in scenes])
        self.weights = weights / weights.sum()

    def draw(self, generator):
        images = self.images[generator.choice(len(self.images), p=self.weights)]
        return images[generator.integers(len(images))]
