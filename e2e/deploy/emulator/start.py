"""Starts the AWS emulator, with what it lacks to take a whole environment.

1. Name service: seen from inside the emulator, it is every AWS host there is.
2. CloudFront calls the HTTP API by its name in amazonaws.com; the emulator neither would, so as never to
   call the real one, nor knows itself by that name.
3. SQS's batch calls: what AWS asks for is the permission for the single call, such as sqs:SendMessage.
4. Fn::GetStackOutput of another region: the emulator looks in the stack's own.
5. Alarms on metric math: the emulator refuses them. Here they are recorded, and never go off.
6. Port 443: the emulator would listen there as well, where it may. Nothing here asks for it, and it may be in use.
7. Alarms publish only where the topic's policy lets CloudWatch; the emulator does not ask.
8. CloudFront's viewers speak TLS, all of them: the emulator would want to be told by a header.
9. A new account: in one region, functions may run only ten at once.
"""

import json
import os
import re
import socket

from ministack import app
from ministack.core import iam_actions
from ministack.core.responses import get_account_id, get_region, set_request_region
from ministack.services import cloudfront, cloudwatch, lambda_svc, sns
from ministack.services.cloudformation import engine, provisioners

PORT = int(os.environ["GATEWAY_PORT"])
AWS_HOSTS = (".amazonaws.com", ".cloudfront.net", ".localhost")

resolve = socket.getaddrinfo


def resolve_to_emulator(host, port, *rest, **options):
    if isinstance(host, str) and host.endswith(AWS_HOSTS):
        host, port = "127.0.0.1", PORT
    return resolve(host, port, *rest, **options)


socket.getaddrinfo = resolve_to_emulator

is_aws_host = cloudfront._is_aws_owned_host
cloudfront._is_aws_owned_host = lambda host: ".execute-api." not in host and is_aws_host(host)
app._EXECUTE_API_RE = re.compile(r"^([a-f0-9]{8})\.execute-api\.(?:localhost|[a-z0-9-]+\.amazonaws\.com)(?::\d+)?$")

name_action = iam_actions.extract_iam_action


def name_single_action(service, *rest):
    action = name_action(service, *rest)
    return action.removesuffix("Batch") if service == "sqs" and action else action


iam_actions.extract_iam_action = name_single_action

resolve_references = engine._resolve_refs


def resolve_across_regions(value, *rest):
    output = value.get("Fn::GetStackOutput") if isinstance(value, dict) else None
    if not isinstance(output, dict) or "Region" not in output:
        return resolve_references(value, *rest)
    home = get_region()
    set_request_region(output["Region"])
    try:
        return resolve_references(value, *rest)
    finally:
        set_request_region(home)


engine._resolve_refs = resolve_across_regions

record_alarm = provisioners._cw_metric_alarm_record


def record_any_alarm(name, properties):
    if "Metrics" not in properties:
        return record_alarm(name, properties)
    plain = {key: value for key, value in properties.items() if key != "Metrics"}
    return record_alarm(name, {**plain, "Namespace": "MetricMath", "MetricName": name})


provisioners._cw_metric_alarm_record = record_any_alarm

act_on_alarm = cloudwatch._dispatch_alarm_actions


def act_where_allowed(alarm, *rest):
    def may_publish(topic):
        return sns.topic_policy_allows(topic, "cloudwatch.amazonaws.com", alarm["AlarmArn"], get_account_id())

    actions = {
        name: [action for action in alarm.get(name, []) if may_publish(action)]
        for name in ("AlarmActions", "OKActions", "InsufficientDataActions")
    }
    return act_on_alarm({**alarm, **actions}, *rest)


cloudwatch._dispatch_alarm_actions = act_where_allowed

serve_viewer = cloudfront.handle_viewer_request


def serve_viewer_over_tls(dist, method, path, raw_uri, query, headers, *rest, **options):
    return serve_viewer(dist, method, path, raw_uri, query, {**headers, "x-forwarded-proto": "https"}, *rest, **options)


cloudfront.handle_viewer_request = serve_viewer_over_tls

read_quotas = lambda_svc._get_account_settings


def read_quotas_of_region():
    if get_region() != os.environ["NEW_ACCOUNT_REGION"]:
        return read_quotas()
    status, headers, body = read_quotas()
    settings = json.loads(body)
    settings["AccountLimit"].update(ConcurrentExecutions=10, UnreservedConcurrentExecutions=10)
    return status, headers, json.dumps(settings).encode()


lambda_svc._get_account_settings = read_quotas_of_region

app._port_is_bindable = lambda host, port: False

app.main()
