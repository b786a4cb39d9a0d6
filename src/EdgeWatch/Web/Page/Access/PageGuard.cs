using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace EdgeWatch.Web.Page.Access;

/// <summary>Stands before everything that the page asks for: who, from where, how often.</summary>
/// <param name="doorkeeper">Knows who may see it.</param>
internal sealed class PageGuard(Doorkeeper doorkeeper) : IDisposable
{
    /// <summary>A list of events opens with a burst of small pictures, and is scrolled through with one after the other.</summary>
    private static readonly TokenBucketRateLimiterOptions Reads = Bucket(most: 200, each: TimeSpan.FromSeconds(1), refill: 50);

    /// <summary>A threshold that is dragged is set when it is let go; nobody does more with two hands.</summary>
    private static readonly TokenBucketRateLimiterOptions Changes = Bucket(most: 20, each: TimeSpan.FromSeconds(1), refill: 5);

    /// <summary>Five mistypes, then one try in twelve seconds: a token of 16 hexadecimal digits lasts longer than the universe.</summary>
    private static readonly TokenBucketRateLimiterOptions Tries = Bucket(most: 5, each: TimeSpan.FromSeconds(12), refill: 1);

    private readonly Lock _trying = new();
    private readonly PartitionedRateLimiter<HttpContext> _reads = ByAddress(Reads);
    private readonly PartitionedRateLimiter<HttpContext> _changes = ByAddress(Changes);
    private readonly PartitionedRateLimiter<HttpContext> _tries = ByAddress(Tries);

    /// <summary>For what only reads.</summary>
    public RequestDelegate Reading(RequestDelegate answer) => context =>
        RequestOrigin.MayRead(context.Request)
            ? LimitAsync(context, _reads, Admitting(answer))
            : PageAnswer.RefuseAsync(context, StatusCodes.Status403Forbidden, "this is for the node's own page");

    /// <summary>For what changes something.</summary>
    public RequestDelegate Changing(RequestDelegate answer) => context =>
        MayChange(context) ? LimitAsync(context, _changes, Admitting(answer)) : RefuseOriginAsync(context);

    /// <summary>For who says the token.</summary>
    public RequestDelegate Trying(RequestDelegate answer) => context =>
        MayChange(context) ? LimitAsync(context, _tries, answer) : RefuseOriginAsync(context);

    /// <summary>Whether who was let in still would be.</summary>
    public bool StillAdmits(HttpContext context) => doorkeeper.Admit(context.Request) is Admission.Granted;

    /// <inheritdoc/>
    public void Dispose()
    {
        _reads.Dispose();
        _changes.Dispose();
        _tries.Dispose();
    }

    private bool MayChange(HttpContext context) =>
        RequestOrigin.MayChange(context.Request, doorkeeper.IsFromTrustedProxy(context));

    private static Task RefuseOriginAsync(HttpContext context) => PageAnswer.RefuseAsync(
        context,
        StatusCodes.Status403Forbidden,
        $"only the node's own page may change anything; a program sends {RequestOrigin.PageHeader}: 1");

    private RequestDelegate Admitting(RequestDelegate answer) => context => Admit(context) switch
    {
        Admission.Granted => answer(context),
        Admission.TokenNeeded => PageAnswer.RefuseAsync(context, StatusCodes.Status401Unauthorized, "the token is needed"),
        Admission.TriedTooOften => RefuseForNowAsync(context),
        Admission.TokenUnreadable => PageAnswer.RefuseAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            "web.token_file of the config cannot be read, or its first line is empty"),
        _ => PageAnswer.RefuseAsync(
            context,
            StatusCodes.Status403Forbidden,
            "this page is for the machine that it runs on; web.token_file in the config lets others in"),
    };

    /// <summary>
    /// Whoever says something that is not the token has tried it, in whatever way. One at a time: of many who try at once, all would have
    /// been compared before the first counts.
    /// </summary>
    private Admission Admit(HttpContext context)
    {
        lock (_trying)
        {
            // To acquire none says yes as soon as a part of a try is back.
            bool mayTry = _tries.GetStatistics(context) is { CurrentAvailablePermits: > 0 };
            Admission admission = doorkeeper.Admit(context.Request, mayTry);
            if (admission is Admission.TokenNeeded && doorkeeper.SaysToken(context.Request))
            {
                _tries.AttemptAcquire(context).Dispose();
            }

            return admission;
        }
    }

    private static async Task LimitAsync(HttpContext context, PartitionedRateLimiter<HttpContext> limiter, RequestDelegate answer)
    {
        using RateLimitLease lease = limiter.AttemptAcquire(context);
        if (lease.IsAcquired)
        {
            await answer(context);
            return;
        }

        await RefuseForNowAsync(context);
    }

    private static Task RefuseForNowAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "12";
        return PageAnswer.RefuseAsync(context, StatusCodes.Status429TooManyRequests, "too many requests; wait some seconds");
    }

    private static PartitionedRateLimiter<HttpContext> ByAddress(TokenBucketRateLimiterOptions options) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => options));

    private static TokenBucketRateLimiterOptions Bucket(int most, TimeSpan each, int refill) => new()
    {
        TokenLimit = most,
        TokensPerPeriod = refill,
        ReplenishmentPeriod = each,
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}
