"""Prints, as JSON, what the stacks of an environment output: outputs.py REGION ENVIRONMENT"""

import json
import sys

import botocore.session

region, environment = sys.argv[1:]
client = botocore.session.get_session().create_client("cloudformation", region_name=region)
prefix = f"deploy-lens-{environment}-"
print(
    json.dumps(
        {
            output["OutputKey"]: output["OutputValue"]
            for page in client.get_paginator("describe_stacks").paginate()
            for stack in page["Stacks"]
            if stack["StackName"].startswith(prefix)
            for output in stack.get("Outputs", [])
        }
    )
)
