using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace EdgeWatch.Web;

/// <summary><c>/metrics</c>: the instruments of one meter in the text format of Prometheus. They are read when somebody asks.</summary>
internal sealed class MetricsPage : IWebPart, IDisposable
{
    private readonly MeterProvider _meters;

    /// <summary>Begins to listen to a meter.</summary>
    /// <param name="meter">Its name.</param>
    /// <param name="node">Name of the node, which becomes <c>service_instance_id</c> of <c>target_info</c>.</param>
    /// <param name="version">Version of the program.</param>
    public MetricsPage(string meter, string node, string version) => _meters = Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.Clear().AddService(
            "edgewatch", serviceVersion: version, autoGenerateServiceInstanceId: false, serviceInstanceId: node))
        .AddMeter(meter)
        .AddPrometheusExporter(exporter => exporter.ScopeInfoEnabled = false)
        .Build();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics", _meters, null, null);

    /// <inheritdoc/>
    public void Dispose() => _meters.Dispose();
}
