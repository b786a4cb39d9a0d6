using System.Globalization;
using System.Net;
using System.Text;
using EdgeWatch.Core.Languages;

namespace EdgeWatch.Digest;

/// <summary>A <see cref="DayDigest"/> as one HTML file: no script, nothing that is loaded, light and dark, for phones too.</summary>
internal static class DigestPage
{
    /// <summary>Height of a chart in its own units; its width is a unit for each minute.</summary>
    private const int ChartHeight = 160;

    private const string Style = """
        :root{color-scheme:light dark;--ink:#1d2126;--faint:#5a6068;--back:#fff;--card:#f4f5f7;--bar:#2b6cb0;--line:#b3372f;--gap:#d9a441}
        @media(prefers-color-scheme:dark){
        :root{--ink:#e8eaed;--faint:#a3a9b1;--back:#15181c;--card:#20242a;--bar:#6aa5e0;--line:#f08a80;--gap:#b98a34}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--back);color:var(--ink);font:1rem/1.45 system-ui,sans-serif}
        body{overflow-wrap:anywhere}
        h1{font-size:1.4rem;margin:0}h2{font-size:1.1rem;margin:1.6rem 0 .5rem}p{margin:.3rem 0}.faint{color:var(--faint);font-size:.9rem}
        .moments{display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr))}
        .moments{list-style:none;margin:0;padding:0}
        .moments li{background:var(--card);border-radius:.5rem;overflow:hidden}.moments img{display:block;width:100%}
        .moments div{padding:.6rem .8rem .8rem}.moments strong{display:block}.normal{opacity:.65}
        svg{display:block;width:100%;height:6rem;background:var(--card);border-radius:.3rem}
        .hours{display:flex;justify-content:space-between;color:var(--faint);font-size:.8rem}
        .missed{border-left:.3rem solid var(--gap);padding-left:.6rem}
        """;

    /// <summary>The page.</summary>
    public static string Write(DayDigest digest, string node, Language language)
    {
        string day = DayDigest.DayIn(digest.Day, language);
        StringBuilder page = new();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="{language.Tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none';img-src data:;style-src 'unsafe-inline'">
            <title>{Text(node)}: {Text(day)}</title><style>
            {Style}
            </style></head><body><main>
            <h1>{Text(day)}</h1>
            <p class="faint">{Text(node)} · {language.Say("digest.events", digest.Events)}</p>

            """);
        WriteMissed(page, digest, language);
        WriteMoments(page, digest, language);
        WriteHabits(page, digest, language);
        WriteCharts(page, digest, language);
        return page.Append("</main></body></html>\n").ToString();
    }

    private static void WriteMissed(StringBuilder page, DayDigest digest, Language language)
    {
        foreach ((string camera, string text) in digest.MissedIn(language))
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"missed\"><b>{Text(camera)}</b>{Text(text)}</p>\n");
        }
    }

    private static void WriteMoments(StringBuilder page, DayDigest digest, Language language)
    {
        if (digest.Moments.Count == 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{language.Say("digest.nothing")}</h2>\n");
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"<h2>{language.Say("digest.moments")}</h2>\n<ul class=\"moments\">\n");
        foreach (DigestMoment moment in digest.Moments)
        {
            WriteMoment(page, digest, moment, language);
        }

        page.Append(CultureInfo.InvariantCulture, $"</ul>\n<p class=\"faint\">{language.Say("digest.rule")}</p>\n");
    }

    private static void WriteMoment(StringBuilder page, DayDigest digest, DigestMoment moment, Language language)
    {
        string at = digest.ClockOf(moment.Event.StartedAt);
        string reasons = Text(digest.WhyIn(moment, language));
        string picture = moment.Picture is null ? "" : $"<img src=\"data:image/jpeg;base64,{Convert.ToBase64String(moment.Picture)}\" "
            + $"alt=\"{language.Say("digest.picture", Text(moment.Event.Camera), at, reasons)}\">";
        string length = moment.Event.EndedAt is { } end
            ? string.Create(CultureInfo.InvariantCulture, $" · {(end - moment.Event.StartedAt).TotalSeconds:0} s") : "";
        string others = moment.Others.Count == 0 ? "" : $"<p class=\"faint\">{digest.OthersIn(moment, language)}</p>";
        string verdict = language.Say(moment.Verdict is DigestMoment.Normal ? "digest.normal" : "digest.right");
        string said = moment.Verdict is null ? "" : $"<p class=\"faint\">{verdict}</p>";
        string style = moment.Verdict is DigestMoment.Normal ? " class=\"normal\"" : "";
        page.Append(CultureInfo.InvariantCulture, $"""
            <li{style}>{picture}<div><strong>{Text(moment.Event.Camera)}, {at}</strong>
            {reasons}<p class="faint">{language.Say("digest.score", moment.Event.PeakScore)}{length}</p>{others}{said}</div></li>

            """);
    }

    private static void WriteHabits(StringBuilder page, DayDigest digest, Language language)
    {
        if (digest.Habits.Count == 0)
        {
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"<h2>{language.Say("digest.habit.title")}</h2>\n");
        foreach (Habit habit in digest.Habits)
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                <p><b>{Text(habit.Newest.Camera)}</b>: {Text(habit.WordsIn(language))}</p>
                <p class="faint">{language.Say("digest.habit.offer")}
                <code>edgewatch feedback {Text(habit.Newest.EventId)} normal</code></p>

                """);
        }
    }

    private static void WriteCharts(StringBuilder page, DayDigest digest, Language language)
    {
        foreach (DigestCamera camera in digest.Cameras.Where(camera => camera.Threshold is not null))
        {
            int highest = camera.Hundredths.Max() ?? 0;
            page.Append(CultureInfo.InvariantCulture, $"""
                <h2>{Text(camera.Id)}</h2>
                <svg viewBox="0 0 {DayDigest.MinutesPerDay} {ChartHeight}" preserveAspectRatio="none" role="img"
                 aria-label="{language.Say("digest.chart", highest / 100.0, camera.Threshold)}">

                """);
            foreach ((int from, int to) in camera.Missed)
            {
                page.Append(CultureInfo.InvariantCulture,
                    $"<rect x=\"{from}\" y=\"0\" width=\"{to - from}\" height=\"{ChartHeight}\" fill=\"var(--gap)\" opacity=\".35\"/>");
            }

            page.Append(CultureInfo.InvariantCulture, $"<path fill=\"none\" stroke=\"var(--bar)\" stroke-width=\"1\" d=\"");
            foreach ((int minute, int? score) in camera.Hundredths.Index().Where(minute => minute.Item is > 0))
            {
                page.Append(CultureInfo.InvariantCulture, $"M{minute + 0.5:0.0} {ChartHeight}V{ChartHeight - (score * ChartHeight / 100)}");
            }

            double line = ChartHeight * (1 - camera.Threshold!.Value);
            string until = camera.KnownUntil is DayDigest.MinutesPerDay
                ? ""
                : " " + language.Say("digest.known_until", DayDigest.ClockOf(camera.KnownUntil));
            page.Append(CultureInfo.InvariantCulture, $"""
                "/><path stroke="var(--line)" stroke-dasharray="6 4" vector-effect="non-scaling-stroke"
                 d="M0 {line:0.0}H{DayDigest.MinutesPerDay}"/></svg>
                <div class="hours"><span>0</span><span>6</span><span>12</span><span>18</span><span>24</span></div>
                <p class="faint">{language.Say("digest.legend")}{until}</p>

                """);
        }
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
