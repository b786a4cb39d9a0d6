import unittest

import tables

REPORT = {
    "micro_auc": 0.98306, "micro_auc_interval": {"low": 0.957, "high": 0.9963}, "micro_auc_without_delay": 0.973,
    "micro_auc_unsmoothed": 0.969, "macro_auc": 0.989, "macro_auc_interval": None, "eer": 0.032, "eer_interval": None,
    "localisation": {"pixel_auc": 0.96, "pixel_criterion_auc": 0.712, "rbdc": 0.648, "tbdc": None},
    "clips": {"01": {"frames": 180, "auc": 1.0}, "08": {"frames": 180, "auc": None}},
    "learning_curve": [{"minutes": 0.5, "micro_auc": 0.98, "macro_auc": None, "eer": 0.04}],
    "anomalies": 6, "anomalies_detected": 4, "threshold": 0.5, "detection_delay_s": 5.45, "false_alarms_per_hour": None,
}


def figures(auc, found, anomalies, delay, alarms, seconds, alarmed):
    return {"micro_auc": auc, "macro_auc": None, "latency_aware_ap": 0.5 if anomalies else None, "anomalies": anomalies,
            "anomalies_detected": found, "detection_delay_s": delay, "false_alarms": alarms,
            "false_alarms_per_hour": 3600 * alarms / seconds, "normal_s": seconds, "normal_alarmed": alarmed}


YARD, HALL = figures(0.912, 1, 2, 1.5, 1, 120.0, 0.1), figures(None, 0, 0, None, 0, 60.0, 0.0)
SUITE = {
    "scenes": {"yard": YARD, "hall": HALL}, "all": figures(0.912, 1, 2, 1.5, 1, 180.0, 0.0667), "clips": {"rain": YARD, "noise": HALL},
    "reports": {"yard": {"clips": {"rain": {"alerts": [{"kinds": ["speed", "size"]}, {"kinds": ["speed"]}]}, "noise": {"alerts": []}}}, "hall": {"clips": {"noise": {"alerts": [{"kinds": ["size"]}]}}}},
}


class TablesTest(unittest.TestCase):
    def test_figures_are_percentages_and_missing_ones_are_dashes(self):
        text = tables.evaluation(REPORT)
        self.assertIn("| micro AUC | 98.3 | 95.7–99.6 |", text)
        self.assertIn("| RBDC / TBDC | 64.8 / – |", text)
        self.assertIn("| false alarms per hour | – |", text)
        self.assertIn("| AUC, % | 100.0 | – |", tables.clips(REPORT))
        self.assertIn("| macro AUC, % | – |", tables.curve(REPORT))

    def test_planted_anomalies_are_averaged_over_scenes(self):
        reports = {("a", "fast", "speed"): {"micro_auc": 1.0}, ("b", "fast", "speed"): {"micro_auc": 0.8},
                   ("a", "fast", "place"): {"micro_auc": None}, ("b", "fast", "place"): {"micro_auc": None}}
        self.assertEqual(tables.planted_by_kind(reports).splitlines()[2], "| fast | 90.0 | – |")

    def test_what_is_lost_by_odd_learning_time_stands_beside_what_was_there(self):
        def report(auc, found):
            return {"micro_auc": auc, "anomalies_detected": found, "anomalies": 2}

        clean, odd = ({("a", "fast"): report(first, 2), ("b", "fast"): report(None, second)} for first, second in ((1.0, 2), (0.9, 1)))
        self.assertEqual(tables.learned(clean, odd).splitlines()[2], "| fast | 100.0 → 90.0 | – → – | 4 of 4 → 3 of 4 |")

    def test_an_ablation_of_a_suite_is_a_row_for_each_part_left_out(self):
        lines = tables.suite_ablation({"nothing": SUITE, "things": SUITE}).splitlines()

        measured = [name for name, line in SUITE["scenes"].items() if line["micro_auc"] is not None]
        self.assertEqual(len(lines), 4)
        self.assertEqual(lines[0].count("AUC"), len(measured))
        self.assertTrue(lines[3].startswith("| things | "))

    def test_a_suite_is_a_row_for_each_scene_and_one_for_all(self):
        lines = tables.suite(SUITE).splitlines()
        self.assertEqual(lines[2], "| yard | 91.2 | – | 50.0 | 1 of 2 | 1.5 s | 30.0 (1 in 2.0 min) | 10.0 |")
        self.assertEqual(lines[3], "| hall | – | – | – | 0 of 0 | – | 0.0 (0 in 1.0 min) | 0.0 |")
        self.assertEqual(lines[4], "| all together | 91.2 | – | 50.0 | 1 of 2 | 1.5 s | 20.0 (1 in 3.0 min) | 6.7 |")

    def test_nuisances_are_a_row_each_with_alarms_by_scene(self):
        lines = tables.hard_normal(SUITE, SUITE).splitlines()
        self.assertEqual(lines[0], "| alarms | yard | hall | first reason | an hour | alarmed, % | intruders found |")
        self.assertEqual(lines[2], "| rain | 2 | – | speed 2 | 30.0 (1 in 2.0 min) | 10.0 | 1 of 2 |")
        self.assertEqual(lines[3], "| noise | 0 | 1 | size 1 | 0.0 (0 in 1.0 min) | 0.0 | 0 of 0 |")
        self.assertEqual(lines[4], "| all together | 1 | 0 | speed 2, size 1 | 20.0 (1 in 3.0 min) | 6.7 | 1 of 2 |")

    def test_acts_are_a_row_each_with_the_first_reason_that_found_them(self):
        alerts = [{"kinds": ["size"], "is_false": True}, {"kinds": ["dwell", "speed"], "is_false": False}]
        report = {**SUITE, "clips": {"falls": YARD}, "scenes": {"yard": YARD, "hall": HALL},
                  "reports": {"yard": {"clips": {"falls": {"auc": 0.9, "alerts": alerts}}},
                              "hall": {"clips": {"falls": {"auc": None, "alerts": []}}}}}
        lines = tables.acts(report).splitlines()
        self.assertEqual(lines[0], "| AUC, %, and first reason | yard | hall | macro AUC, % | found | false alarms |")
        self.assertEqual(lines[2], "| falls | 90.0 dwell | – | – | 1 of 2 | 1 |")
        self.assertEqual(lines[3], "| all together | – | – | – | 1 of 2 | 1 |")

    def test_baselines_are_a_row_each(self):
        report = {"name": "flow", "micro_auc": 0.991, "micro_auc_interval": {"low": 0.98, "high": 0.999}, "micro_auc_unsmoothed": None,
                  "macro_auc": 0.998, "eer": 0.05, "ms_per_frame": 7.123}
        self.assertEqual(tables.baselines([report]).splitlines()[2], "| flow | 99.1 | 98.0–99.9 | – | 99.8 | 5.0 | 7.12 |")

    def test_only_what_lies_between_the_markers_is_replaced(self):
        text = "a\n<!-- x: by a script -->\nold\n<!-- end of x -->\nb\n"
        once = tables.replace(text, "x", "new")
        self.assertEqual(once, "a\n<!-- x: by a script -->\n\nnew\n\n<!-- end of x -->\nb\n")
        self.assertEqual(tables.replace(once, "x", "new"), once)
        with self.assertRaises(SystemExit):
            tables.replace(text, "y", "new")


if __name__ == "__main__":
    unittest.main()
