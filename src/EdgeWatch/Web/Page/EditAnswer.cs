using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Editing;
using Microsoft.AspNetCore.Http;

namespace EdgeWatch.Web.Page;

/// <summary>Answers for what edits the config file.</summary>
internal static class EditAnswer
{
    /// <summary>Edits, or says why that cannot be.</summary>
    public static async Task TryAsync(HttpContext context, Func<Task> edit)
    {
        try
        {
            await edit();
        }
        catch (EditRefusedException e)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await PageAnswer.WriteAsync(context, EditRefusal.Of(e), PageJson.Readable.EditRefusal);
        }
    }
}

/// <summary>The config file cannot be edited so.</summary>
/// <param name="Error">Why, in words.</param>
/// <param name="Fault">Name of an <see cref="EditFault"/>.</param>
/// <param name="Mistakes">Rules that are broken.</param>
/// <param name="Snippet">What somebody can write into the file by hand; null when there is nothing.</param>
internal sealed record EditRefusal(string Error, string Fault, IReadOnlyList<AreaMistake> Mistakes, string? Snippet)
{
    /// <summary>As it is sent.</summary>
    public static EditRefusal Of(EditRefusedException refused) =>
        new(refused.Message, OptionKey.NameOf(refused.Fault.ToString()), refused.Mistakes, refused.Snippet);
}
