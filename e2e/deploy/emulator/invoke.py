"""Invokes a function and prints, as JSON, what came of it: invoke.py REGION FUNCTION"""

import base64
import json
import sys

import botocore.session

region, function = sys.argv[1:]
client = botocore.session.get_session().create_client("lambda", region_name=region)
answer = client.invoke(FunctionName=function, LogType="Tail", Payload=b"{}")
print(
    json.dumps(
        {
            "error": answer.get("FunctionError"),
            "payload": answer["Payload"].read().decode(),
            "log": base64.b64decode(answer.get("LogResult", "")).decode(),
        }
    )
)
