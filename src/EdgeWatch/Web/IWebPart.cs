using Microsoft.AspNetCore.Routing;

namespace EdgeWatch.Web;

/// <summary>Something that the node's HTTP server answers.</summary>
internal interface IWebPart
{
    /// <summary>Adds its addresses. Called once for each start of the server.</summary>
    void Map(IEndpointRouteBuilder routes);
}
