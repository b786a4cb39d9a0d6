using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Normality;
using EdgeWatch.TestKit;
using EdgeWatch.Web.Page;

namespace EdgeWatch.Tests.Web.Page;

/// <summary>What the page's files promise: small, nothing from elsewhere, nothing in the document, both languages whole.</summary>
public sealed partial class PageFilesTests
{
    /// <summary>What the first load takes at most, unpacked; packed it is less than half.</summary>
    private const int MostBytes = 150_000;

    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "src", "EdgeWatch", "Web", "Page", "Files");

    /// <summary>Code that is not somebody else's.</summary>
    private static readonly string[] Own =
    [
        .. PageFiles.Names
            .Where(name => !name.StartsWith("uPlot", StringComparison.Ordinal) && name.EndsWith(".js", StringComparison.Ordinal)),
    ];

    [Fact]
    public void The_first_load_is_small()
    {
        HashSet<string> loaded = [];
        Load("index.html");

        string[] known = ["main.js", "live.js", "text.js", "page.css", "uPlot.iife.min.js", "icon.svg"];
        Assert.All(known, name => Assert.Contains(name, loaded));
        Assert.InRange(loaded.Sum(name => new FileInfo(Path.Combine(Folder, name)).Length), 50_000, MostBytes);
        Assert.InRange(loaded.Sum(PageFiles.PackedBytes), 20_000, MostBytes / 2);

        // What a view loads when it is opened, by import('./…'), is none of it.
        void Load(string name)
        {
            if (loaded.Add(name) && Path.GetExtension(name) is ".html" or ".js" && !name.StartsWith("uPlot", StringComparison.Ordinal))
            {
                foreach (Match needed in Needed().Matches(Read(name)))
                {
                    Load(needed.Groups[1].Value);
                }
            }
        }
    }

    [Fact]
    public void Nothing_is_loaded_from_elsewhere_and_every_address_is_relative()
    {
        foreach (string name in PageFiles.Names.Where(name => !name.StartsWith("uPlot", StringComparison.Ordinal) && name != "icon.svg"))
        {
            // The namespace of drawings is a name: nothing is loaded from there.
            string text = Read(name).Replace("'http://www.w3.org/2000/svg'", "", StringComparison.Ordinal);
            Assert.DoesNotContain("://", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"(src|href|url\()\s*=?\s*[""'(`]/", text);
            Assert.DoesNotMatch(@"(read|change|fetch|EventSource)\([""'`]/", text);
        }
    }

    [Fact]
    public void The_document_has_no_code_and_no_style_of_its_own()
    {
        string text = Read("index.html");

        Assert.DoesNotMatch(@"<script(?![^>]*\ssrc=)", text);
        Assert.DoesNotMatch(@"\son\w+=|<style|\sstyle=", text);
        Assert.All(Own, name => Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|eval\\(|new Function", Read(name)));
    }

    [Fact]
    public void Every_text_that_is_used_is_there_in_both_languages()
    {
        Dictionary<string, string> words = Own.SelectMany(name => Words().Matches(Read(name).Split("const KINDS")[0]))
            .ToDictionary(match => match.Groups[1].Value, match => match.Value);
        string[] used = [.. Own.SelectMany(name => Uses().Matches(Read(name))).Select(match => match.Groups[1].Value).Distinct()];

        Assert.True(used.Length > 40);
        Assert.All(used, key => Assert.Contains(key, words.Keys));
        Assert.All(words, word => Assert.Equal(2, Texts().Count(word.Value)));
        string code = string.Concat(Own.Select(Read));
        Assert.All(words.Keys, key => Assert.Contains($"'{key}'", code, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kind_has_a_name_in_both_languages() =>
        Assert.All(Kinds.All, kind => Assert.Matches($@"(?m)^  {kind.Name}: \['[^']+', '[^']+'\],$", Read("text.js")));

    [Fact]
    public void Every_cause_of_an_end_is_in_the_schema_of_events()
    {
        string schema = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "src/EdgeWatch/Mqtt/Schemas/event.schema.json"));
        string[] causes = [.. Enum.GetNames<EndCause>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

        Assert.Contains($"\"enum\": [{string.Join(", ", causes.Select(cause => $"\"{cause}\""))}]", schema, StringComparison.Ordinal);
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    [GeneratedRegex(@"(?:\bfrom '\./|(?:src|href)=""assets/)([^'""]+)")]
    private static partial Regex Needed();

    [GeneratedRegex(@"(?m)^  (\w+): \[\s*'(?:[^'\\]|\\.)*',\s*'(?:[^'\\]|\\.)*'\],$")]
    private static partial Regex Words();

    [GeneratedRegex(@"\bt\('(\w+)'")]
    private static partial Regex Uses();

    [GeneratedRegex(@"'(?:[^'\\]|\\.)+'")]
    private static partial Regex Texts();
}
