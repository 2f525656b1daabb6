"""Prints, as JSON, what there is in the emulator's account: inventory.py REGION…"""

import json
import sys

import botocore.session

# Service, operation, where the answer's list is, and what names a thing in it.
LISTS = [
    ("cloudformation", "describe_stacks", "Stacks", "StackName"),
    ("lambda", "list_functions", "Functions", "FunctionName"),
    ("lambda", "list_event_source_mappings", "EventSourceMappings", "UUID"),
    ("dynamodb", "list_tables", "TableNames", None),
    ("sqs", "list_queues", "QueueUrls", None),
    ("sns", "list_topics", "Topics", "TopicArn"),
    ("sns", "list_subscriptions", "Subscriptions", "SubscriptionArn"),
    ("events", "list_rules", "Rules", "Name"),
    ("scheduler", "list_schedules", "Schedules", "Name"),
    ("secretsmanager", "list_secrets", "SecretList", "Name"),
    ("logs", "describe_log_groups", "logGroups", "logGroupName"),
    ("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    ("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"),
    ("apigatewayv2", "get_apis", "Items", "ApiId"),
    ("s3", "list_buckets", "Buckets", "Name"),
    ("iam", "list_roles", "Roles", "RoleName"),
    ("iam", "list_policies", "Policies", "PolicyName"),
    ("cloudfront", "list_distributions", "DistributionList.Items", "Id"),
    ("cloudfront", "list_functions", "FunctionList.Items", "Name"),
    ("cloudfront", "list_response_headers_policies", "ResponseHeadersPolicyList.Items", "ResponseHeadersPolicy.Id"),
    ("cloudfront", "list_origin_access_controls", "OriginAccessControlList.Items", "Id"),
    ("wafv2", "list_web_acls", "WebACLs", "Name"),
]

OPTIONS = {
    ("iam", "list_policies"): {"Scope": "Local"},
    ("wafv2", "list_web_acls"): {"Scope": "CLOUDFRONT"},
    ("cloudfront", "list_response_headers_policies"): {"Type": "custom"},
}


def at(value, path):
    for key in path.split("."):
        value = (value or {}).get(key)
    return value


def pages(client, operation, options):
    if client.can_paginate(operation):
        yield from client.get_paginator(operation).paginate(**options)
    else:
        yield getattr(client, operation)(**options)


def inventory(region):
    session = botocore.session.get_session()
    found = []
    for service, operation, path, name in LISTS:
        client = session.create_client(service, region_name=region)
        for page in pages(client, operation, OPTIONS.get((service, operation), {})):
            for thing in at(page, path) or []:
                found.append(f"{region} {service} {operation}: {at(thing, name) if name else thing}")
    return found


print(json.dumps(sorted(set(thing for region in sys.argv[1:] for thing in inventory(region)))))
