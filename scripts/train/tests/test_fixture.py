import base64
import json
import unittest
from pathlib import Path

import numpy as np

import fixture
import patches

FILE = Path(__file__).resolve().parents[3] / "tests" / "EdgeWatch.Core.Tests" / "Fixtures" / "token-parity.json"


class FixtureTest(unittest.TestCase):
    def test_borders_and_corners_are_covered(self):
        positions = np.array(fixture.build()["positions"])
        rows, columns = fixture.HEIGHT // 16 - 1, fixture.WIDTH // 16 - 1
        for edge in (positions[:, 0] == 0, positions[:, 0] == rows, positions[:, 1] == 0, positions[:, 1] == columns):
            self.assertTrue(edge.any())
        self.assertLess(len(positions), (rows + 1) * (columns + 1))

    @unittest.skipUnless(FILE.exists(), "the fixture has not been written")
    def test_file_is_what_this_code_writes(self):
        content = json.loads(FILE.read_text())
        frames = [np.frombuffer(base64.b64decode(frame), np.uint8).reshape(content["height"], content["width"])
                  for frame in content["frames"]]
        clip = np.stack(frames)
        positions = patches.gate(clip)
        self.assertEqual(positions.tolist(), content["positions"])
        expected = np.frombuffer(base64.b64decode(content["tokens"]), "<f4").reshape(len(positions), -1)
        np.testing.assert_allclose(patches.tokens(*patches.observe(clip, positions)), expected, atol=1e-5)


if __name__ == "__main__":
    unittest.main()
