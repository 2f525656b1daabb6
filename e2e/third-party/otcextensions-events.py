"""Lists a service's events with otcextensions, somebody else's client: nothing but its endpoint is ours.

usage: otcextensions-events.py ENDPOINT SERVICE_ID
"""

import json
import sys

import openstack
from otcextensions.sdk.modelartsv1 import modelartsv1_service

endpoint, service_id = sys.argv[1:]
config = openstack.config.OpenStackConfig(load_yaml_config=False, load_envvars=False)
cloud = config.get_one(auth_type="none", auth={"endpoint": endpoint}, modelartsv1_endpoint_override=endpoint)
connection = openstack.connection.Connection(config=cloud)
connection.add_service(modelartsv1_service.Modelartsv1Service("modelartsv1"))


def listed(**query):
    events = connection.modelartsv1.service_events(service_id, **query)
    return [{"occur_time": e.occur_time, "event_type": e.event_type, "event_info": e.event_info} for e in events]


print(
    json.dumps(
        {
            "ascending": listed(order="asc"),
            "default": listed(),
            "abnormal": listed(event_type="abnormal"),
            "page": listed(order="asc", limit=4, offset=1),
            "window": listed(order="asc", start_time=1562597275915, end_time=1562597275921),
        }
    )
)
