"""Serves the calls of a first invocation on loopback, and measures processes that make them. See cold-start."""
import io
import json
import os
import statistics
import subprocess
import sys
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"
PACKAGE = ARN + "model-package/fraud-models/7"
RESULTS = {"schema": "mlops.test-results/1", "status": "PASSED", "modelPackageArn": PACKAGE, "execution": "e",
           "finishedAt": "2026-11-23T11:59:00Z", "rows": 1, "metrics": {}, "checks": [], "reason": "passed"}
SETTINGS = {"schema": "mlops.deploy-settings/1", "pipeline": "fraud", "stage": "production", "endpointName": "fraud",
            "roleArn": "arn:aws:iam::123456789012:role/serving", "networkIsolation": False, "pendingAllowed": False,
            "kept": 3, "deadlineInMinutes": 120, "tags": {"mlops:pipeline": "fraud"},
            "variants": [{"name": "AllTraffic", "instanceType": "ml.m5.large", "initialInstanceCount": 1,
                          "initialVariantWeight": 1.0}]}


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


OBJECTS = {"TestOutput.zip": zipped({"model_package_arn.txt": PACKAGE, "test_results.json": json.dumps(RESULTS)}),
           "Settings.zip": zipped({"deploy-production.json": json.dumps(SETTINGS)})}


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # one write an answer: two would wait for the client's delayed acknowledgement
    disable_nagle_algorithm = True
    calls = []

    def do_GET(self):
        self.calls.append("GetObject")
        self.answer(200, OBJECTS[self.path.split("?")[0].rsplit("/", 1)[1]], "application/zip")

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name = self.headers["X-Amz-Target"].split(".")[1]
        self.calls.append(name)
        if name in ("DescribeEndpoint", "DescribeModel", "DescribeEndpointConfig"):
            body, status = {"__type": "ValidationException", "message": "Could not find it."}, 400
        else:
            body, status = {
                "DescribeModelPackage": {"ModelPackageArn": PACKAGE, "ModelPackageStatus": "Completed",
                                         "ModelApprovalStatus": "Approved"},
                "CreateEndpointConfig": {"EndpointConfigArn": ARN + "endpoint-config/c"},
                "CreateModel": {"ModelArn": ARN + "model/m"},
                "CreateEndpoint": {"EndpointArn": ARN + "endpoint/fraud"},
                "ListTags": {"Tags": []}}.get(name, {}), 200
        self.answer(status, json.dumps(body).encode(), "application/x-amz-json-1.1")

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


BOTO = """
import boto3, botocore.exceptions, io, json, sys, zipfile
job = json.load(open(sys.argv[1]))["CodePipeline.job"]
keys = job["data"]["artifactCredentials"]
s3 = boto3.client("s3", aws_access_key_id=keys["accessKeyId"], aws_secret_access_key=keys["secretAccessKey"],
                  aws_session_token=keys["sessionToken"])
files = {}
for artifact in job["data"]["inputArtifacts"]:
    at = artifact["location"]["s3Location"]
    body = s3.get_object(Bucket=at["bucketName"], Key=at["objectKey"])["Body"].read()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        files.update({name: archive.read(name).decode() for name in archive.namelist()})
arn = files["model_package_arn.txt"].strip()
settings = json.loads(files["deploy-production.json"])
assert json.loads(files["test_results.json"])["status"] == "PASSED"
sagemaker = boto3.client("sagemaker")
pipeline = boto3.client("codepipeline")
tags = [{"Key": key, "Value": value} for key, value in settings["tags"].items()]
def absent(call, **arguments):
    try:
        call(**arguments)
    except botocore.exceptions.ClientError:
        pass
absent(sagemaker.describe_endpoint, EndpointName="fraud")
assert sagemaker.describe_model_package(ModelPackageName=arn)["ModelApprovalStatus"] == "Approved"
absent(sagemaker.describe_model, ModelName="c")
sagemaker.create_model(ModelName="c", ExecutionRoleArn=settings["roleArn"], Containers=[{"ModelPackageName": arn}],
                       Tags=tags)
absent(sagemaker.describe_endpoint_config, EndpointConfigName="c")
config = sagemaker.create_endpoint_config(EndpointConfigName="c", Tags=tags, ProductionVariants=[
    {"VariantName": "AllTraffic", "ModelName": "c", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}])
sagemaker.list_tags(ResourceArn=config["EndpointConfigArn"])
sagemaker.add_tags(ResourceArn=config["EndpointConfigArn"], Tags=tags)
sagemaker.list_tags(ResourceArn=config["EndpointConfigArn"])
sagemaker.create_endpoint(EndpointName="fraud", EndpointConfigName="c", Tags=tags)
pipeline.put_job_success_result(jobId=job["id"], continuationToken="{}",
                                executionDetails={"summary": "creating", "percentComplete": 50})
"""


def event(path):
    data = {"actionConfiguration": {"configuration": {"FunctionName": "f", "UserParameters": json.dumps(
        {"schema": "mlops.deploy-parameters/1", "stage": "production", "execution": "e"})}},
        "inputArtifacts": [{"name": name, "location": {"type": "S3", "s3Location": {
            "bucketName": "artifacts", "objectKey": name + ".zip"}}} for name in ("TestOutput", "Settings")],
        "artifactCredentials": {"accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "x", "sessionToken": "y"}}
    with open(path, "w") as file:
        json.dump({"CodePipeline.job": {"id": "11111111-2222-4333-8444-555555555555", "accountId": "123456789012",
                                        "data": data}}, file)


def run(command, environment, work):
    """Returns wall and CPU seconds and the largest resident size in MB."""
    Server.calls.clear()
    before = time.monotonic()
    process = subprocess.Popen(command, env=environment, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    error = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or Server.calls[-1] != "PutJobSuccessResult":
        sys.exit(f"{command}: {process.returncode} {Server.calls}\n{error.decode()}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main(work, java17, java25, runs):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    event(os.path.join(work, "event.json"))
    with open(os.path.join(work, "boto.py"), "w") as file:
        file.write(BOTO)
    url = f"http://127.0.0.1:{server.server_port}"
    environment = dict(os.environ, AWS_ENDPOINT_URL=url, AWS_REGION="eu-west-1", AWS_DEFAULT_REGION="eu-west-1",
                       AWS_ACCESS_KEY_ID="AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY="x", AWS_SESSION_TOKEN="y",
                       AWS_EC2_METADATA_DISABLED="true")
    handle = ["-cp", "function.jar:bench.jar", "ColdStart", "event.json"]
    lean = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    variants = {"boto3": ["python3", "boto.py", "event.json"],
                "JDK 17, defaults": [java17 + "/bin/java"] + handle,
                "JDK 17, C1, serial GC": [java17 + "/bin/java"] + lean + handle}
    run([java17 + "/bin/java"] + lean + ["-XX:ArchiveClassesAtExit=function.jsa"] + handle, environment, work)
    variants["JDK 17, the same, AppCDS archive"] = (
        [java17 + "/bin/java"] + lean + ["-XX:SharedArchiveFile=function.jsa", "-Xshare:auto"] + handle)
    if os.path.exists(java25 + "/bin/java"):
        run([java25 + "/bin/java"] + lean + ["-XX:AOTCacheOutput=function.aot"] + handle, environment, work)
        variants["JDK 25, C1, serial GC"] = [java25 + "/bin/java"] + lean + handle
        variants["JDK 25, the same, AOT cache"] = (
            [java25 + "/bin/java"] + lean + ["-XX:AOTCache=function.aot"] + handle)
    for command in variants.values():
        run(command, environment, work)
    measured = {name: [] for name in variants}
    for _ in range(runs):
        for name, command in variants.items():
            measured[name].append(run(command, environment, work))
    base = [statistics.median(one[i] for one in measured["boto3"]) for i in range(3)]
    sizes = {name: os.path.getsize(os.path.join(work, name)) / 1e6
             for name in ("function.jar", "function.jsa", "function.aot") if os.path.exists(os.path.join(work, name))}
    print(f"medians of {runs} runs, interleaved; " + ", ".join(f"{name} {size:.1f} MB" for name, size in sizes.items()))
    print("| variant | wall ms | ratio | CPU ratio | RSS MB |\n|---|---|---|---|---|")
    for name, values in measured.items():
        wall, cpu, rss = (statistics.median(one[i] for one in values) for i in range(3))
        print(f"| {name} | {wall * 1000:.0f} | {wall / base[0]:.2f} | {cpu / base[1]:.2f} | {rss:.0f} |")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
