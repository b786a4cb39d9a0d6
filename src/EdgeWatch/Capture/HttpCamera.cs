using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace EdgeWatch.Capture;

/// <summary>
/// Asks a camera for something over HTTP ourselves, where ffmpeg cannot. As with ffmpeg, whatever certificate the camera has is good
/// enough: hardly a camera has one of an authority.
/// </summary>
internal sealed class HttpCamera : IDisposable
{
    private readonly HttpClient _client;
    private readonly Uri _address;

    /// <param name="url">Its address, without credentials.</param>
    /// <param name="credentials">For Basic or Digest, whichever the camera asks for.</param>
    [SuppressMessage("Security", "CA5359:Do Not Disable Certificate Validation", Justification = "ffmpeg does not look at it either")]
    public HttpCamera(string url, Credentials credentials)
    {
        _address = new Uri(url);
        SocketsHttpHandler handler = new() { PooledConnectionLifetime = TimeSpan.FromMinutes(10), UseCookies = true };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        if (!credentials.IsEmpty)
        {
            NetworkCredential login = new(credentials.Username, credentials.Password);
            Uri host = new(_address, "/");
            handler.Credentials = new CredentialCache { { host, "Basic", login }, { host, "Digest", login } };
            handler.PreAuthenticate = true;
        }

        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "EdgeWatch");
    }

    /// <summary>Asks, and gives the answer as soon as its head is there.</summary>
    /// <exception cref="CaptureException">No answer, or one that says no.</exception>
    public async Task<HttpResponseMessage> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            HttpResponseMessage answer = await _client.GetAsync(_address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                throw new CaptureException(ReasonOf(answer.StatusCode), $"HTTP {(int)answer.StatusCode} {answer.ReasonPhrase}");
            }
        }
        catch (HttpRequestException e)
        {
            throw new CaptureException(ReasonOf(e), e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string ReasonOf(HttpStatusCode code) => code switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired =>
            CaptureFailure.Unauthorized,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => CaptureFailure.NotFound,
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => CaptureFailure.Busy,
        _ => CaptureFailure.Declined,
    };

    private static string ReasonOf(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.ConnectionError when e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            CaptureFailure.Refused,
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError => CaptureFailure.Unreachable,
        HttpRequestError.SecureConnectionError => CaptureFailure.NotSecure,
        HttpRequestError.UserAuthenticationError => CaptureFailure.Unauthorized,
        _ => CaptureFailure.NoAnswer,
    };
}
