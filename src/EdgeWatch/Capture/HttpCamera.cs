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
    public HttpCamera(string url, Credentials credentials)
    {
        _address = new Uri(url);
        _client = new HttpClient(HandlerFor(_address, credentials, "Basic", "Digest")) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "EdgeWatch");
    }

    /// <summary>What logs in at a camera and takes its certificate as it is.</summary>
    /// <param name="address">Who may ask for the login: this host and no other.</param>
    /// <param name="credentials">The login.</param>
    /// <param name="schemes"><c>Digest</c>; or <c>Basic</c> besides, which hands the password over.</param>
    [SuppressMessage("Security", "CA5359:Do Not Disable Certificate Validation", Justification = "ffmpeg does not look at it either")]
    public static SocketsHttpHandler HandlerFor(Uri address, Credentials credentials, params ReadOnlySpan<string> schemes)
    {
        SocketsHttpHandler handler = new() { PooledConnectionLifetime = TimeSpan.FromMinutes(10), UseCookies = true };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        if (!credentials.IsEmpty)
        {
            NetworkCredential login = new(credentials.Username, credentials.Password);
            Uri host = new(address, "/");
            CredentialCache logins = [];
            foreach (string scheme in schemes)
            {
                logins.Add(host, scheme, login);
            }

            handler.Credentials = logins;
            handler.PreAuthenticate = true;
        }

        return handler;
    }

    /// <summary>What a status that is no success says of a camera.</summary>
    public static string ReasonOf(HttpStatusCode code) => code switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired =>
            CaptureFailure.Unauthorized,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => CaptureFailure.NotFound,
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => CaptureFailure.Busy,
        _ => CaptureFailure.Declined,
    };

    /// <summary>What it says of a camera that there was no answer.</summary>
    public static string ReasonOf(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.ConnectionError
            when failure.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } => CaptureFailure.Refused,
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError => CaptureFailure.Unreachable,
        HttpRequestError.SecureConnectionError => CaptureFailure.NotSecure,
        HttpRequestError.UserAuthenticationError => CaptureFailure.Unauthorized,
        _ => CaptureFailure.NoAnswer,
    };

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
}
