"""Does the changing calls of a recorded apply one after another, and prints the seconds that they took."""
import json
import os
import sys
import time

import boto3
from botocore import xform_name

READS = ("Get", "List", "Describe", "Head", "Batch", "Stop", "Delete", "Simulate")
directory = sys.argv[1]
calls = []
clients = {}
for line in open(os.path.join(directory, "apply.jsonl")):
    call = json.loads(line)
    given = call["input"]
    if call["operation"].startswith(READS) or call["outcome"] != "ok" or given.get("Key") == "settings/apply.lock":
        continue
    if "Body" in given:
        with open(os.path.join(directory, "bodies", given["Key"].replace("/", "_")), "rb") as body:
            given = {"Bucket": given["Bucket"], "Key": given["Key"], "Metadata": given["Metadata"], "Body": body.read()}
    clients.setdefault(call["service"], boto3.client(call["service"]))
    calls.append((clients[call["service"]], xform_name(call["operation"]), given))
begun = time.monotonic()
for client, operation, given in calls:
    getattr(client, operation)(**given)
print(time.monotonic() - begun)
