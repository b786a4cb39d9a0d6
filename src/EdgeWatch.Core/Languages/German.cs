using System.Collections.Frozen;
using System.Globalization;

namespace EdgeWatch.Core.Languages;

/// <summary>The texts in German.</summary>
internal static class German
{
    private static readonly string[] Ordinals =
        ["ersten", "zweiten", "dritten", "vierten", "fünften", "sechsten", "siebten", "achten", "neunten", "zehnten"];

    public static Language Create() => new()
    {
        Code = LanguageCode.De,
        Tag = "de",
        Numbers = NumberFormatInfo.ReadOnly(new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." }),
        Days = ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"],
        Months =
        [
            "Januar", "Februar", "März", "April", "Mai", "Juni",
            "Juli", "August", "September", "Oktober", "November", "Dezember",
        ],
        Ordinal = number => number <= Ordinals.Length ? Ordinals[number - 1] : $"{number}.",
        Texts = new Dictionary<string, string>
        {
            ["reason.speed"] = "bewegt sich schneller als hier üblich",
            ["reason.speed.ratio"] = "bewegt sich {0:0.0}-mal so schnell wie hier üblich",
            ["reason.place"] = "bewegt sich, wo sich kaum je etwas bewegt",
            ["reason.direction"] = "bewegt sich in eine Richtung, die hier unüblich ist",
            ["reason.size"] = "ist größer als das, was sich hier sonst bewegt",
            ["reason.size.ratio"] = "ist {0:0.0}-mal so groß wie das, was sich hier sonst bewegt",
            ["reason.dwell"] = "bleibt länger als hier üblich",
            ["reason.dwell.ratio"] = "bleibt {0:0.0}-mal so lange wie hier üblich",
            ["reason.appearance"] = "sieht anders aus als das, was hier üblich ist",
            ["reason.change"] = "verändert sich so, wie es keine übliche Bewegung erklärt",
            ["reason.presence"] = "ist, wo sonst nichts dergleichen ist",
            ["reason.absence"] = "fehlt, wo es sonst immer ist",
            ["reason.view"] = "die Kamera sieht nicht, was sie sonst sieht",
            ["reason.view.black"] = "das Bild ist schwarz",
            ["reason.view.whited_out"] = "das Bild ist weiß überstrahlt",
            ["reason.view.covered"] = "die Kamera ist verdeckt",
            ["reason.view.defocused"] = "das Bild ist unscharf",
            ["reason.view.turned"] = "die Kamera ist auf eine andere Ansicht gedreht",
            ["reason.view.changing"] = "das ganze Bild verändert sich unablässig, wie bei einem Brand",
            ["reason.view.partly_covered"] = "die Kamera ist teilweise verdeckt oder verschmiert",
            ["reason.view.frozen"] = "das Bild ist eingefroren",

            ["repeat.said"] = "{0}, zum {1} Mal in dieser Woche, zuletzt {2}",
            ["repeat.today"] = "heute um {0}",
            ["repeat.on_day"] = "am {0} um {1}",

            ["camera.connecting"] = "verbindet sich",
            ["camera.the recording has ended"] = "die Aufnahme ist zu Ende",
            ["camera.switched off in the config"] = "in der Konfiguration ausgeschaltet",
            ["camera.switched off over MQTT"] = "über MQTT ausgeschaltet",
            ["camera.refused"] = "abgewiesen",
            ["camera.refused.hint"] =
                "der Rechner ist da, aber an diesem Port hört nichts; Adresse und Port prüfen, und ob die Kamera schon läuft",
            ["camera.unauthorized"] = "nicht angemeldet",
            ["camera.unauthorized.hint"] =
                "die Kamera will einen anderen Namen oder ein anderes Passwort; username und password_file prüfen",
            ["camera.not found"] = "nicht gefunden",
            ["camera.not found.hint"] = "unter diesem Namen ist nichts; den Pfad der Quelle prüfen",
            ["camera.not allowed"] = "nicht erlaubt",
            ["camera.not allowed.hint"] =
                "dieser Benutzer darf sie nicht lesen; Besitzer und Gruppen ansehen (ein Videogerät gehört der Gruppe video)",
            ["camera.unreachable"] = "nicht erreichbar",
            ["camera.unreachable.hint"] = "diesen Rechner gibt es nicht, oder er antwortet nicht; Name, Strom und Netz prüfen",
            ["camera.no answer"] = "keine Antwort",
            ["camera.no answer.hint"] =
                "etwas nimmt die Verbindung an, spricht aber nicht wie eine Kamera; Port und Pfad prüfen oder die Kamera neu starten",
            ["camera.declined"] = "abgelehnt",
            ["camera.declined.hint"] =
                "die Kamera sagt nein zu dieser Anfrage; den Pfad prüfen, und input_options: [\"-rtsp_transport\", \"udp\"] versuchen",
            ["camera.no secure connection"] = "keine sichere Verbindung",
            ["camera.no secure connection.hint"] =
                "es kommt keine verschlüsselte Verbindung zustande; http oder rtsp ohne s versuchen, oder das Zertifikat ansehen",
            ["camera.stalled"] = "keine Bilder",
            ["camera.stalled.hint"] =
                "die Verbindung steht, aber es kommt kein Bild; sie wird neu geöffnet. Für eine so langsame Kamera stall_timeout erhöhen",
            ["camera.broken off"] = "abgebrochen",
            ["camera.broken off.hint"] =
                "es kamen Bilder, dann war die Verbindung oder das Gerät weg; sie wird neu geöffnet. Kabel, WLAN und Strom prüfen",
            ["camera.busy"] = "belegt",
            ["camera.busy.hint"] = "jemand anders benutzt sie, oder sie bedient nicht mehr Zuschauer; andere Programme schließen",
            ["camera.no video stream"] = "kein Video",
            ["camera.no video stream.hint"] =
                "es ist kein Video darin, vielleicht nur Ton; den Pfad und die Videoeinstellungen der Kamera prüfen",
            ["camera.a web page"] = "eine Webseite",
            ["camera.a web page.hint"] =
                "diese Adresse zeigt eine Seite für Menschen; die Adresse des Videos oder Einzelbilds (Snapshot) steht in der Anleitung",
            ["camera.a text, not video"] = "ein Text, kein Video",
            ["camera.a text, not video.hint"] = "eine Videodatei, einen Ordner mit Bildern oder ein Bildmuster angeben",
            ["camera.a single picture"] = "ein einzelnes Bild",
            ["camera.a single picture.hint"] =
                "in einem Bild ist keine Bewegung; ein Video, einen Ordner mit Bildern oder ein Bildmuster (%04d.jpg) angeben",
            ["camera.the picture changes"] = "das Bild wechselt",
            ["camera.the picture changes.hint"] = "was normal ist, gilt für eine Ansicht; die Aufnahme dort schneiden, wo sie wechselt",
            ["camera.ended"] = "beendet",
            ["camera.ended.hint"] = "die Quelle hat das Video beendet; sie wird neu geöffnet",
            ["camera.unsupported source"] = "unbekannte Art von Quelle",
            ["camera.unsupported source.hint"] = "rtsp://, rtsps://, http:// oder https:// verwenden, oder ein Kommando",
            ["camera.password file not readable"] = "Passwortdatei nicht lesbar",
            ["camera.password file not readable.hint"] = "password_file prüfen, ihren Besitzer und ihre Rechte (root:edgewatch, 0640)",
            ["camera.unsupported picture format"] = "Bildformat nicht lesbar",
            ["camera.unsupported picture format.hint"] =
                "ffmpeg findet kein Video, das es lesen kann; den Pfad prüfen, oder in der Kamera H.264, H.265 oder MJPEG wählen",
            ["camera.picture too narrow"] = "Bild zu schmal",
            ["camera.picture too narrow.hint"] = "das Bild drehen, zuschneiden oder ein anderes Video der Kamera wählen",
            ["camera.garbled stream"] = "unlesbares Video",
            ["camera.garbled stream.hint"] =
                "was kommt, ist kein yuv4mpeg; ein Kommando darf nichts anderes auf seine Standardausgabe schreiben",
            ["camera.wrong option"] = "falsche Option",
            ["camera.wrong option.hint"] = "ffmpeg kann mit einer Option nichts anfangen; input_options prüfen",
            ["camera.decoder does not work"] = "Decoder geht nicht",
            ["camera.decoder does not work.hint"] =
                "decoder, decoder_device und input_options prüfen; mit decoder: software und ohne Optionen geht es überall",
            ["camera.out of memory or files"] = "Speicher oder Dateien erschöpft",
            ["camera.out of memory or files.hint"] = "dieser Rechner hat nichts mehr davon; weniger oder kleinere Videos verwenden",
            ["camera.program not found"] = "Programm nicht gefunden",
            ["camera.program not found.hint"] = "es installieren (apt-get install ffmpeg), oder das Kommando prüfen",
            ["camera.ffmpeg does not answer"] = "ffmpeg antwortet nicht",
            ["camera.ffmpeg does not answer.hint"] = "das ffmpeg von Debian installieren (apt-get install ffmpeg)",
            ["camera.program killed"] = "Programm abgebrochen",
            ["camera.program killed.hint"] =
                "ein Signal hat es beendet: jemand, ein Absturz, oder der Kernel aus Speichermangel (siehe dmesg); es wird neu gestartet",
            ["camera.program failed"] = "Programm gescheitert",
            ["camera.program failed.hint"] = "seine eigenen Worte folgen; edgewatch check versuchen",
            ["camera.internal error"] = "interner Fehler",
            ["camera.internal error.hint"] =
                "ein Fehler von EdgeWatch, nicht der Kamera; die Kamera wird neu gestartet. Bitte melden, mit dem, was im Log steht",
            ["camera.fewer frames than usual"] = "weniger Bilder als sonst",
            ["camera.fewer frames than usual.hint"] =
                "die Kamera hat ihre Rate gesenkt (Dunkelheit, Einstellungen), das Netz verliert Bilder, oder der Rechner ist überlastet",
            ["camera.damaged pictures"] = "beschädigte Bilder",
            ["camera.damaged pictures.hint"] =
                "Teile des Stroms gehen unterwegs verloren; Kabel oder WLAN prüfen, oder in der Kamera eine niedrigere Bitrate wählen",

            ["ended.stopped"] = "das Programm wurde beendet",
            ["ended.removed"] = "die Kamera steht nicht mehr in der Konfiguration",
            ["ended.replaced"] = "die Kamera bekam andere Masken",
            ["ended.failed"] = "die Auswertung der Kamera ist gescheitert",
            ["ended.switched_off"] = "die Kamera wurde ausgeschaltet",
            ["ended.offline"] = "die Kamera war nicht mehr erreichbar",
            ["ended.suspended"] = "die Kamera wurde stummgeschaltet",
            ["ended.learning"] = "die Kamera begann zu lernen",
            ["ended.zones_changed"] = "die Zonen wurden geändert",
            ["ended.place_forgotten"] = "das dort Gelernte wurde vergessen",

            ["problem.hot"] = "der Chip ist heiß: Kameras ohne Ereignis ruhen 5 s von je 10 s",
            ["problem.power"] = "die Stromversorgung ist zu schwach",
            ["problem.throttled"] = "der Prozessor ist gedrosselt: zu heiß, oder zu wenig Strom",
            ["problem.disk"] = "der Datenträger ist fast voll",
            ["problem.outbox"] = "wartende Meldungen stehen nur im Arbeitsspeicher: {0}",
            ["problem.web"] = "unter {0} wird nichts beantwortet: {1}",
            ["problem.dropped"] = "{0} Meldungen über Ereignisse wurden verworfen: der Postausgang ist voll",
            ["problem.no_camera"] =
                "noch ist keine Kamera konfiguriert: edgewatch discover --add findet Kameras und schreibt sie nach conf.d, oder trage "
                + "eine in die Konfigurationsdatei ein (cameras:); danach neu laden",
            ["problem.offline"] = "Kamera {0} ist offline",
            ["problem.fewer frames than usual"] = "Kamera {0} sendet viel weniger Bilder als sonst",
            ["problem.damaged pictures"] = "Bilder der Kamera {0} sind beschädigt",
            ["problem.slow"] =
                "Kamera {0}: nur {1:0.0} von {2:0.0} Bildern in der Sekunde werden untersucht: dieser Rechner kommt nicht nach. "
                + "frames_per_second senken.",
            ["problem.config"] = "die Konfigurationsdatei hat Fehler, die vorige gilt weiter: {0}",
            ["problem.config.more"] = "die Konfigurationsdatei hat Fehler, die vorige gilt weiter: {0} (und {1} weitere)",
            ["problem.restart"] = "der Dienst muss neu gestartet werden für {0}",

            ["device.camera"] = "Kamera",
            ["device.node"] = "Knoten, {0}",
            ["entity.anomaly"] = "Auffälligkeit",
            ["entity.anomaly_in"] = "Auffälligkeit {0}",
            ["entity.score"] = "Wert",
            ["entity.alert"] = "Alarm",
            ["entity.snapshot"] = "Letzter Alarm",
            ["entity.heatmap"] = "Letzter Alarm, Wärmebild",
            ["entity.threshold"] = "Schwelle",
            ["entity.enabled"] = "Wacht",
            ["entity.last_alert_was_normal"] = "Letzter Alarm war normal",
            ["entity.connectivity"] = "Verbindung",
            ["entity.phase"] = "Phase",
            ["entity.profile"] = "Profil",
            ["entity.problem"] = "Problem",
            ["entity.outbox"] = "Wartende Alarme",
            ["entity.outbox.unit"] = "Meldungen",
            ["entity.digest"] = "Ereignisse des Vortags",
            ["entity.digest.unit"] = "Ereignisse",
            ["entity.temperature"] = "Temperatur",
            ["entity.version"] = "Version",

            ["digest.habit.weekly"] = "jeden {0} gegen {1}:{2:00}",
            ["digest.habit.daily"] = "fast jeden Tag gegen {0}:{1:00}",
            ["digest.habit.title"] = "Was immer wiederkommt",
            ["digest.habit.said"] = "{0} (an {1} Tagen).",
            ["digest.habit.ask"] = "Ist das normal? {0}: {1}",
            ["digest.habit.offer"] = "Wenn das normal ist, sag es, dann meldet sich dergleichen dort nicht mehr:",

            ["digest.date"] = "{0}, {1}. {2} {3}",
            ["digest.events"] = "Ereignisse: {0}",
            ["digest.no_scores"] = "von diesem Tag sind keine Werte aufbewahrt.",
            ["digest.not_watched"] = "wurde nicht überwacht: {0}.",
            ["digest.summary"] = "{0}. Ereignisse: {1}.",
            ["digest.nothing"] = "Nichts Ungewöhnliches",
            ["digest.moments"] = "Augenblicke",
            ["digest.rule"] =
                "Das Ungewöhnlichste zuerst; was richtig genannt wurde, vor allem anderen, was normal genannt wurde, danach. "
                + "Von Ereignissen einer Kamera, die einander gleichen, steht das ungewöhnlichste für alle.",
            ["digest.picture"] = "{0} um {1}: {2}",
            ["digest.no_picture"] = "Davon ist kein Bild aufbewahrt.",
            ["digest.others"] = "{0} weitere dergleichen: {1}",
            ["digest.right"] = "richtig genannt",
            ["digest.normal"] = "normal genannt",
            ["digest.score"] = "Wert {0:0.00}",
            ["digest.chart"] = "Höchster Wert jeder Minute: höchstens {0:0.00}, die Schwelle {1:0.00}",
            ["digest.legend"] = "Der höchste Wert jeder Minute; die gestrichelte Linie ist die Schwelle.",
            ["digest.known_until"] = "Bekannt bis {0}: Werte werden einmal in der Stunde geschrieben.",
        }.ToFrozenDictionary(),
    };
}
