#!/usr/bin/env python3
"""Writes managed-policies.json: the AWS managed policies that the emulator knows, one a line, by ARN.

The documents are AWS's own, published through IAM; moto (Apache License 2.0) keeps a copy of all of them, which this
takes. Needs moto (pip install moto[iam]). Usage: generate-managed-policies.py, from anywhere.
"""

import json
from pathlib import Path

from moto.iam.aws_managed_policies import aws_managed_policies_data

NAMES = """
AdministratorAccess
AmazonS3FullAccess
AmazonS3ReadOnlyAccess
AmazonSageMakerFullAccess
AWSCodeBuildAdminAccess
AWSCodeBuildDeveloperAccess
AWSCodeBuildReadOnlyAccess
AWSCodePipelineApproverAccess
AWSCodePipelineCustomActionAccess
AWSCodePipeline_FullAccess
AWSCodePipeline_ReadOnlyAccess
AWSLambdaBasicExecutionRole
CloudWatchLogsFullAccess
""".split()

TARGET = Path(__file__).parent.parent / "main/resources/io/mlops/local/iam/managed-policies.json"


def main():
    known = json.loads(aws_managed_policies_data)
    lines = []
    for name in sorted(NAMES, key=str.lower):
        policy = known[name]
        arn = f"arn:aws:iam::aws:policy{policy['Path']}{name}"
        facts = {
            "name": name,
            "path": policy["Path"],
            "version": policy["DefaultVersionId"],
            "created": policy["CreateDate"].replace("+00:00", "Z"),
            "updated": policy["UpdateDate"].replace("+00:00", "Z"),
            "document": policy["Document"],
        }
        lines.append(f"{json.dumps(arn)}: {json.dumps(facts, separators=(',', ':'))}")
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
