"""Write the tables of measurements in models/README.md from "edgewatch evaluate".

    /usr/bin/python3 scripts/train/tables.py [--data DIR] [--suite DIR] [--work DIR] [--keep] [--only TABLE…] [--before]

Runs the shipped model through the daemon's own pipeline: on a suite of scenes, on nuisances laid over normal video (hard.py),
on UCSD Ped2 (whole, and with kinds of departure left out), on other scenes with planted anomalies (plant.py), also in what is
learned from, and beside what others measure motion with (tests/EdgeWatch.Benchmarks). Reports are kept in the work folder; with
--keep those that are there are not made again. The tables replace what lies between the markers. With --before the suites' tables are written as those of
the version before, which others are then compared with.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
README = REPOSITORY / "models" / "README.md"
EDGEWATCH = "scripts/edgewatch evaluate"
BASELINES = "dotnet run -c Release --project tests/EdgeWatch.Benchmarks -- baselines"
PED2 = "--normal ped2/train --test ped2/test --labels ped2/labels.json"
# Scene, where it lies in the data, and of how many frames one is taken, so that about 10 a second are left.
PLANTED = (("pets2009", "extra/pets2009_vtest.mp4", 1), ("highway", "highway", 2),
           ("one-by-one", "extra/intel_one-by-one-person-detection.mp4", 1), ("ped2 (training clips)", "ped2/train", 1))
# Scenes whose normal video nuisances are laid over, each in the suite, and one more.
HARD_SCENES, HARD_OTHERS = ("campus_clouds", "fall_room", "lane_day", "lane_day_b", "office"), (("ped2", "ped2/train"),)
HARD_INDOORS = ("fall_room", "office")
# Acts are staged in the same scenes and in one more, by the people who walk through that.
ACT_OTHERS, ACTORS = (*HARD_OTHERS, ("pets2009", "extra/pets2009_vtest.mp4")), "extra/pets2009_vtest.mp4"
# Kinds that are left out of the suite together, by what each group rests on.
PARTS = {"looks: what is there and what it looks like": ("appearance", "presence", "absence"), "things: how long they stay": ("dwell",),
         "the view": ("view",), "motion": ("speed", "place", "direction", "size", "change")}
PLANTED_KINDS = ("stopped", "fast", "reversed", "pasted", "flicker")
# Part of the learning time in which something odd is planted, to see whether it becomes normal.
LEARNED_PART = 0.05


def percent(value):
    return "–" if value is None else f"{100 * value:.1f}"


def interval(value):
    return "–" if value is None else f"{percent(value['low'])}–{percent(value['high'])}"


def table(headings, rows):
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def evaluation(report):
    """The whole, as a table of measures."""
    place, delay = report["localisation"], report["detection_delay_s"]
    rows = [("micro AUC", percent(report["micro_auc"]), interval(report["micro_auc_interval"])),
            ("… without delay", percent(report["micro_auc_without_delay"]), ""),
            ("… without smoothing", percent(report["micro_auc_unsmoothed"]), ""),
            ("macro AUC", percent(report["macro_auc"]), interval(report["macro_auc_interval"])),
            ("EER", percent(report["eer"]), interval(report["eer_interval"])),
            ("pixel AUC", percent(place["pixel_auc"]), ""),
            ("pixel criterion AUC", percent(place["pixel_criterion_auc"]), ""),
            ("RBDC / TBDC", f"{percent(place['rbdc'])} / {percent(place['tbdc'])}", ""),
            ("anomalies detected", f"{report['anomalies_detected']} of {report['anomalies']}", f"threshold {report['threshold']}"),
            ("detection delay, median", "–" if delay is None else f"{delay:.1f} s", ""),
            ("false alarms per hour", "–" if report["false_alarms_per_hour"] is None else f"{report['false_alarms_per_hour']:.1f}", "")]
    return table(("measure", "%", "95 % interval"), rows)


def clips(report):
    return table(("clip", *report["clips"]), [("AUC, %", *(percent(clip["auc"]) for clip in report["clips"].values()))])


def curve(report):
    points = report["learning_curve"]
    return table(("minutes of normal video", *(f"{point['minutes']:g}" for point in points)),
                 [(name, *(percent(point[key]) for point in points))
                  for name, key in (("micro AUC, %", "micro_auc"), ("macro AUC, %", "macro_auc"), ("EER, %", "eer"))])


def ablation(reports):
    """Rows: which kinds count."""
    return table(("kinds that count", "micro AUC, %", "macro AUC, %", "EER, %", "RBDC, %"),
                 [(name, percent(report["micro_auc"]), percent(report["macro_auc"]), percent(report["eer"]),
                   percent(report["localisation"]["rbdc"])) for name, report in reports.items()])


def baselines(reports):
    """Rows: what measures motion, the product last."""
    return table(("what measures motion", "micro AUC, %", "95 % interval", "… without smoothing", "macro AUC, %", "EER, %", "ms a frame"),
                 [(report["name"], percent(report["micro_auc"]), interval(report["micro_auc_interval"]),
                   percent(report["micro_auc_unsmoothed"]), percent(report["macro_auc"]), percent(report["eer"]),
                   f"{report['ms_per_frame']:.2f}") for report in reports])


def planted(reports):
    """Rows: planted kind; columns: scene. reports: by (scene, kind)."""
    scenes = list(dict.fromkeys(scene for scene, _ in reports))
    return table(("micro AUC, %", *scenes), [(kind, *(percent(reports[scene, kind]["micro_auc"]) for scene in scenes))
                                             for kind in dict.fromkeys(kind for _, kind in reports)])


def planted_by_kind(reports):
    """Rows: planted kind; columns: the only kind that counts; mean over scenes. reports: by (scene, planted kind, kind)."""
    kinds = list(dict.fromkeys(kind for *_, kind in reports))

    def mean(odd, kind):
        values = [report["micro_auc"] for key, report in reports.items() if key[1:] == (odd, kind) and report["micro_auc"] is not None]
        return sum(values) / len(values) if values else None

    return table(("mean AUC, %", *kinds),
                 [(odd, *(percent(mean(odd, kind)) for kind in kinds)) for odd in dict.fromkeys(key[1] for key in reports)])


def learned(clean, odd):
    """Rows: planted kind; columns: scenes, then events. By (scene, kind): learned from normal video alone, and with some odd in it."""
    scenes = list(dict.fromkeys(scene for scene, _ in clean))

    def found(reports, kind):
        lines = [report for key, report in reports.items() if key[1] == kind]
        return f"{sum(line['anomalies_detected'] for line in lines)} of {sum(line['anomalies'] for line in lines)}"

    def change(values):
        return " → ".join(values)

    return table(("micro AUC, %", *scenes, "anomalies found"),
                 [(kind, *(change(percent(reports[scene, kind]["micro_auc"]) for reports in (clean, odd)) for scene in scenes),
                   change(found(reports, kind) for reports in (clean, odd))) for kind in dict.fromkeys(kind for _, kind in clean)])


def hourly(figures):
    """False alarms an hour, and what that is made of: an hour is rarely there."""
    if figures["false_alarms_per_hour"] is None:
        return "–"
    return f"{figures['false_alarms_per_hour']:.1f} ({figures['false_alarms']} in {figures['normal_s'] / 60:.1f} min)"


def suite(report):
    """Rows: scenes, and all of them together."""
    return table(("scene", "frame AUC, %", "macro AUC, %", "LaAP, %", "events found", "delay, median", "false alarms an hour",
                  "alarmed, %"),
                 [(name, percent(line["micro_auc"]), percent(line["macro_auc"]), percent(line["latency_aware_ap"]),
                   f"{line['anomalies_detected']} of {line['anomalies']}",
                   "–" if line["detection_delay_s"] is None else f"{line['detection_delay_s']:.1f} s", hourly(line),
                   percent(line["normal_alarmed"])) for name, line in {**report["scenes"], "all together": report["all"]}.items()])


def suite_ablation(reports):
    """Rows: what was left out; columns: each scene's frame AUC, then all scenes together. reports: by what was left out."""
    scenes = [name for name, line in next(iter(reports.values()))["scenes"].items() if line["micro_auc"] is not None]
    rows = [(name, *(percent(report["scenes"][scene]["micro_auc"]) for scene in scenes),
             f"{report['all']['anomalies_detected']} of {report['all']['anomalies']}", hourly(report["all"]))
            for name, report in reports.items()]
    return table(("left out", *(f"{scene}, AUC %" for scene in scenes), "events found", "false alarms an hour"), rows)


def hard_normal(report, intruder):
    """Rows: nuisances, and all of them together; columns: alarms in each scene, then of all of them; then who was found."""
    scenes = {name: scene["clips"] for name, scene in report["reports"].items()}

    def kinds(chosen):
        first = Counter(alert["kinds"][0] for clips in scenes.values() for name, clip in clips.items() if name in chosen
                        for alert in clip["alerts"])
        return ", ".join(f"{kind} {count}" for kind, count in first.most_common()) or "–"

    def alarms(clips, nuisance):
        return len(clips[nuisance]["alerts"]) if nuisance in clips else "–"

    def found(line):
        return f"{line['anomalies_detected']} of {line['anomalies']}"

    rows = [(nuisance, *(alarms(clips, nuisance) for clips in scenes.values()), kinds([nuisance]), hourly(line),
             percent(line["normal_alarmed"]), found(intruder["clips"][nuisance]))
            for nuisance, line in report["clips"].items()]
    whole = ("all together", *(line["false_alarms"] for line in report["scenes"].values()), kinds(report["clips"]), hourly(report["all"]),
             percent(report["all"]["normal_alarmed"]), found(intruder["all"]))
    return table(("alarms", *scenes, "first reason", "an hour", "alarmed, %", "intruders found"), [*rows, whole])


def acts(report):
    """Rows: acts, and all of them together; columns: each scene's frame AUC with the first reason of the alert that finds it."""
    scenes = {name: scene["clips"] for name, scene in report["reports"].items()}

    def cell(clip):
        found = [alert["kinds"][0] for alert in clip["alerts"] if not alert["is_false"]]
        return " ".join([percent(clip["auc"]), *found[:1]])

    def counts(line):
        return f"{line['anomalies_detected']} of {line['anomalies']}", line["false_alarms"]

    rows = [(act, *(cell(clips[act]) for clips in scenes.values()), percent(line["macro_auc"]), *counts(line))
            for act, line in report["clips"].items()]
    whole = ("all together", *(percent(line["macro_auc"]) for line in report["scenes"].values()), percent(report["all"]["macro_auc"]),
             *counts(report["all"]))
    return table(("AUC, %, and first reason", *scenes, "macro AUC, %", "found", "false alarms"), [*rows, whole])


def replace(text, name, content):
    """The text with what lies between the markers of a name replaced."""
    marked = re.compile(rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    changed, count = marked.subn(lambda match: f"{match[1]}\n{content}\n\n{match[2]}", text)
    if count != 1:
        sys.exit(f"{README}: the markers of \"{name}\" are there {count} times, not once")
    return changed


def section(commands, *tables):
    return "\n\n".join(["\n".join(f"    {command}" for command in commands), *tables])


class Runner:
    """Runs commands that name files relative to the data, and keeps their reports."""

    def __init__(self, options):
        self.options = options

    def evaluate(self, name, arguments, folder=None):
        report = self.options.work / f"{name}.json"
        if not (self.options.keep and report.exists()):
            print(f"{EDGEWATCH} {arguments}", flush=True)
            report.parent.mkdir(parents=True, exist_ok=True)
            command = [REPOSITORY / "scripts" / "edgewatch", "evaluate", *arguments.split(), "--json", report]
            subprocess.run(command, cwd=folder or self.options.data, check=True, stdout=subprocess.DEVNULL)
        return json.loads(report.read_text(encoding="utf-8"))

    def baselines(self):
        report = self.options.work / "baselines.json"
        if not (self.options.keep and report.exists()):
            print(f"{BASELINES} {PED2}", flush=True)
            project = REPOSITORY / "tests" / "EdgeWatch.Benchmarks"
            command = ["dotnet", "run", "-c", "Release", "--project", project, "--", "baselines", *PED2.split(), "--json", report]
            subprocess.run(command, cwd=self.options.data, check=True, stdout=subprocess.DEVNULL)
        return json.loads(report.read_text(encoding="utf-8"))

    def suite(self, name, folder, kinds=()):
        return self.evaluate(name, f"--suite {folder}" + (f" --kinds {','.join(kinds)}" if kinds else ""))

    def hard(self, name, *arguments):
        return self._staged(name, "hard.py", HARD_OTHERS, *arguments, "--indoors", *HARD_INDOORS)

    def acts(self):
        return self._staged("acts", "act.py", ACT_OTHERS, "--actors", self.options.data / ACTORS)

    def _staged(self, name, script, others, *arguments):
        """A suite made of the normal video of other scenes."""
        folder = self.options.work / name
        if not (self.options.keep and folder.exists()):
            shutil.rmtree(folder, ignore_errors=True)
            sources = [f"{scene}={self.options.suite / scene}" for scene in HARD_SCENES]
            sources += [f"{scene}={self.options.data / path}" for scene, path in others]
            subprocess.run([sys.executable, Path(__file__).with_name(script), folder, *sources, *arguments], check=True)
        return folder

    def plant(self, scene, source, every, learned_part=0):
        folder = self.options.work / ("planted-learned" if learned_part else "planted") / scene
        if not (self.options.keep and folder.exists()):
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([sys.executable, Path(__file__).with_name("plant.py"), self.options.data / source, folder,
                            "--every", str(every), "--learned-part", str(learned_part)], check=True)
        return folder

    def planted(self, folder, name, kinds=()):
        """By kind of anomaly planted in that folder."""
        only = f" --kinds {','.join(kinds)}" if kinds else ""
        return {odd: self.evaluate(f"{name}-{odd}" + "".join(f"-{kind}" for kind in kinds),
                                   f"--normal normal --test test --labels labels.json{only}", folder / odd) for odd in PLANTED_KINDS}


def ped2(runner):
    return runner.evaluate("ped2", f"{PED2} --masks ped2/masks --learning-curve")


def suite_section(runner):
    report = runner.suite("suite", runner.options.suite)
    return section([f"{EDGEWATCH} --suite SCENES"], suite(report), f"With {report['model']}.")


def suite_ablation_section(runner):
    whole = runner.suite("suite", runner.options.suite)
    kinds = next(iter(whole["reports"].values()))["kinds"]
    reports = {"nothing": whole}
    for number, (name, left_out) in enumerate(PARTS.items()):
        reports[name] = runner.suite(f"suite-without-{number}", runner.options.suite, [kind for kind in kinds if kind not in left_out])
    return section([f"{EDGEWATCH} --suite SCENES --kinds KIND…"], suite_ablation(reports))


def hard_section(runner):
    report = runner.suite("hard", runner.hard("hard"))
    intruder = runner.suite("hard-intruder", runner.hard("hard-intruder", "--intruder"))
    return section(["/usr/bin/python3 scripts/train/hard.py OUTPUT SCENE… [--intruder] --indoors " + " ".join(HARD_INDOORS),
                    f"{EDGEWATCH} --suite OUTPUT"], hard_normal(report, intruder), f"With {report['model']}.")


def acts_section(runner):
    report = runner.suite("acts", runner.acts())
    return section(["/usr/bin/python3 scripts/train/act.py OUTPUT SCENE… --actors VIDEO", f"{EDGEWATCH} --suite OUTPUT"], acts(report),
                   f"With {report['model']}.")


def evaluation_section(runner):
    report = ped2(runner)
    return section([f"{EDGEWATCH} {PED2} --masks ped2/masks"], evaluation(report), clips(report), f"With {report['model']}.")


def curve_section(runner):
    return section([f"{EDGEWATCH} {PED2} --learning-curve"], curve(ped2(runner)))


def ablation_section(runner):
    kinds = ped2(runner)["kinds"]
    subsets = {"all": kinds, **{f"{kind} alone": [kind] for kind in kinds}}
    if len(kinds) > 2:
        subsets |= {f"all but {kind}": [other for other in kinds if other != kind] for kind in kinds}
    ablated = {name: runner.evaluate(f"ped2-{name.replace(' ', '-')}", f"{PED2} --masks ped2/masks --kinds {','.join(chosen)}")
               for name, chosen in subsets.items()}
    for measure, name in (("network", "the network"), ("matching", "block matching, without a network")):
        ablated[f"speed by {name}"] = runner.evaluate(
            f"ped2-speed-by-{measure}", f"{PED2} --masks ped2/masks --kinds speed --speed-by {measure}")
    return section([f"{EDGEWATCH} {PED2} --masks ped2/masks --kinds KIND… --speed-by MEASURE"], ablation(ablated))


def baselines_section(runner):
    return section([f"{BASELINES} {PED2}"], baselines(runner.baselines()))


def planted_section(runner):
    found, alone = {}, {}
    for scene, source, every in PLANTED:
        folder, name = runner.plant(scene.split()[0], source, every), f"planted-{scene.split()[0]}"
        for odd, report in runner.planted(folder, name).items():
            found[scene, odd] = report
        for kind in report["kinds"]:
            alone |= {(scene, odd, kind): report for odd, report in runner.planted(folder, name, [kind]).items()}
    return section(PLANTED_COMMANDS, planted(found), "The same with one kind of departure alone, mean over the scenes (`--kinds KIND`):",
                   planted_by_kind(alone))


def learned_section(runner):
    clean, odd = {}, {}
    for scene, source, every in PLANTED:
        name = scene.split()[0]
        clean |= {(scene, kind): report for kind, report in runner.planted(runner.plant(name, source, every), f"planted-{name}").items()}
        folder = runner.plant(name, source, every, LEARNED_PART)
        odd |= {(scene, kind): report for kind, report in runner.planted(folder, f"learned-{name}").items()}
    return section([f"{PLANTED_COMMANDS[0]} --learned-part {LEARNED_PART}", PLANTED_COMMANDS[1]], learned(clean, odd))


PLANTED_COMMANDS = ["/usr/bin/python3 scripts/train/plant.py SCENE OUTPUT",
                    f"{EDGEWATCH} --normal OUTPUT/KIND/normal --test OUTPUT/KIND/test --labels OUTPUT/KIND/labels.json"]
SUITES = {"suite": suite_section, "hard normal": hard_section}
SECTIONS = {**SUITES, "acts": acts_section, "suite ablation": suite_ablation_section, "evaluation": evaluation_section,
            "learning curve": curve_section, "ablation": ablation_section, "baselines": baselines_section,
            "planted anomalies": planted_section, "odd learned": learned_section}


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data", help="folder of real video; see README.md")
    parser.add_argument("--suite", type=Path, metavar="DIR", help="folder of scenes whose videos are all there; default: wild in the data")
    parser.add_argument("--work", type=Path, default=Path.home() / ".cache" / "edgewatch-train" / "tables")
    parser.add_argument("--keep", action="store_true", help="do not repeat what was measured already")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, metavar="TABLE", help=f"only these: {', '.join(SECTIONS)}")
    parser.add_argument("--before", action="store_true", help="only the suites, as what the version before reached")
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    options.work, options.data = options.work.resolve(), options.data.resolve()
    options.suite = options.suite.resolve() if options.suite else options.data / "wild"
    runner = Runner(options)
    for name in options.only or (SUITES if options.before else SECTIONS):
        content = SECTIONS[name](runner)
        text = README.read_text(encoding="utf-8")
        README.write_text(replace(text, f"{name} before" if options.before else name, content), encoding="utf-8")


if __name__ == "__main__":
    main()
