from django.http import Http404, HttpRequest, JsonResponse

from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.segments.selectors.vocabulary import attributes, events
from tuanke.segments.services.population import open_population

MOST = 100


@needs(Permission.SEGMENTS_EDIT)
def values(request: HttpRequest) -> JsonResponse:
    """What the archive knows of a text (`attr`, or `event` and `field`): for somebody who types one."""
    name, field = request.GET.get("attr", ""), request.GET.get("field", "")
    source, event = attributes().get(name), events().get(request.GET.get("event", ""))
    if source and source.attribute.type == "text":
        return JsonResponse({"values": open_population().values_of_attribute(name, MOST)})
    if event and field in event.fields and event.fields[field].attribute.type == "text":
        return JsonResponse({"values": open_population().values_of_event(event.name, field, MOST)})
    raise Http404
