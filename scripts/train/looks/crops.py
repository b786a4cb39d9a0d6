"""What the student is taught on: crops of photographs and of stills of video."""

import math

import cv2
import torch
import torch.nn.functional as functional

import footage
from looks import spoiling

# Rows and columns of what is cut from a picture, a size for each step; multiples of a patch.
CROP_SIZES = ((160, 256), (192, 320), (240, 384))
# Photographs show things large: they are scaled down to half and up to twice; video is near the right scale.
SMALLEST, LARGEST, LARGEST_OF_VIDEO = 0.5, 2.0, 1.2
# A picture smaller than the crop is scaled up as far as it must be, and up to this much farther.
HEADROOM = 1.05
# Part of the crops that are cut from video, frames from one still to the next, and one photograph in so many that is kept to validate on.
VIDEO_SHARE, STILL_EVERY, HELD_OUT_EVERY = 0.2, 12, 20
PHOTOS = footage.Scene("photos", 1.0, "BSDS500 (Arbeláez, Maire, Fowlkes, Malik, TPAMI 2011)", footage.RESEARCH)
VIDEOS = tuple(scene for scene in footage.TRAINING_SCENES if "intel" in scene.path)


def photo_paths(data):
    paths = sorted((data / PHOTOS.path).glob("*.jpg"))
    if not paths:
        raise SystemExit(f"There are no photographs in {data / PHOTOS.path}; "
                         "see scripts/train/README.md for what the data folder must hold")
    return paths


def pictures(data):
    """Photographs to learn from, photographs held out, stills of video: lists of grey float [h, w]."""
    photos = [torch.from_numpy(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)).float() for path in photo_paths(data)]
    stills = [torch.from_numpy(frame).float() for scene in VIDEOS for frame in footage.read(data / scene.path)[::STILL_EVERY]]
    return [photo for i, photo in enumerate(photos) if i % HELD_OUT_EVERY], photos[::HELD_OUT_EVERY], stills


class Crops:
    """Cuts from pictures, each grey float [h, w]; all chance comes from `generator` (random.Random)."""

    def __init__(self, photos, stills, generator):
        self.photos, self.stills, self.generator = photos, stills, generator

    def cut(self, height, width):
        """A crop with a margin for shifts on all sides: [1, 1, height + 6, width + 6]."""
        of_video = bool(self.stills) and self.generator.random() < VIDEO_SHARE
        picture = self.generator.choice(self.stills if of_video else self.photos)
        rows, columns = picture.shape
        margin = 2 * spoiling.LARGEST_SHIFT
        least = max((height + margin) / rows, (width + margin) / columns)
        largest = max(LARGEST_OF_VIDEO if of_video else LARGEST, least * HEADROOM)
        scale = math.exp(self.generator.uniform(math.log(max(SMALLEST, least)), math.log(largest)))
        h, w = min(rows, round((height + margin) / scale)), min(columns, round((width + margin) / scale))
        y, x = self.generator.randint(0, rows - h), self.generator.randint(0, columns - w)
        crop = functional.interpolate(picture[None, None, y:y + h, x:x + w], (height + margin, width + margin), mode="bilinear",
                                      align_corners=False, antialias=True)
        return crop.flip(3) if self.generator.random() < 0.5 else crop

    def batch(self, count):
        """What the teacher sees, and the same shifted by some pixels, which the student sees spoiled: each [count, 1, h, w], 0–255."""
        height, width = self.generator.choice(CROP_SIZES)
        most = spoiling.LARGEST_SHIFT
        crops = torch.cat([self.cut(height, width) for _ in range(count)]).clamp(0, 255)
        clean = crops[:, :, most:most + height, most:most + width]
        seen = clean.clone()
        # A quarter stays where it is; each other quarter is shifted alike.
        for quarter in range(1, 4):
            y, x = self.generator.randint(0, 2 * most), self.generator.randint(0, 2 * most)
            seen[quarter::4] = crops[quarter::4, :, y:y + height, x:x + width]
        return clean, seen
