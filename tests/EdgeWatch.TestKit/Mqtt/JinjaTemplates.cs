using System.Diagnostics;
using System.Text.Json;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>
/// Renders templates of a discovery message as Home Assistant does: by Jinja2, with <c>value_json</c> as the payload and
/// <c>to_json</c>, which Home Assistant adds.
/// </summary>
public static class JinjaTemplates
{
    internal const string Python = "/usr/bin/python3";

    private const string Program = """
        import json, sys
        from jinja2 import StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment
        environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
        environment.filters["to_json"] = json.dumps
        print(json.dumps([environment.from_string(t).render(value_json=json.loads(p)) for t, p in json.load(sys.stdin)]))
        """;

    /// <summary>Renders each template with its payload.</summary>
    public static async Task<IReadOnlyList<string>> RenderAsync(IEnumerable<(string Template, string Payload)> cases)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(Python, ["-c", Program]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(cases.Select(entry => new[] { entry.Template, entry.Payload })));
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<string[]>(output)!
            : throw new InvalidOperationException("a template cannot be rendered");
    }
}
