"""Restores a table as docs/runbook.md says, and prints "true" when it can be used: restore.py REGION OLD NEW"""

import sys

import botocore.session

region, old, new = sys.argv[1:]
client = botocore.session.get_session().create_client("dynamodb", region_name=region)
client.restore_table_to_point_in_time(SourceTableName=old, TargetTableName=new, UseLatestRestorableTime=True)
client.get_waiter("table_exists").wait(TableName=new)
client.update_time_to_live(
    TableName=new, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expiresAt"}
)
client.update_continuous_backups(
    TableName=new, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
)
print("true")
