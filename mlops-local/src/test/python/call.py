#!/usr/bin/env python3
"""Calls AWS operations by boto3 or by the AWS CLI: one JSON line of standard input a call, one of standard output an answer.

usage: call.py boto3|cli

{"begin": {"endpoint", "region", "files"}} names the emulator for the calls that follow, and the directory of their files.
A call is {"service", "operation", "input", "key": [id, secret, token]}. A blob of the input is a text, or {"file": name}.
An answer is {"output"} or {"error", "message"}; {"broken"} where the client itself failed, and nothing was answered.
"""
import base64, datetime, io, json, os, pathlib, re, sys, tempfile, traceback
import botocore.exceptions, botocore.session

FILES = pathlib.Path()
MODELS = botocore.session.get_session()


def plain(value):
    """An output as JSON: streams and blobs as text, times as numbers."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items() if key != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if hasattr(value, "read"):
        return plain(value.read())
    return value


class Boto3:
    def __init__(self):
        import boto3
        import botocore.config
        self.boto3, self.clients = boto3, {}
        self.config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1})

    def client(self, service, key):
        if (service, key) not in self.clients:
            identity, secret, token = key
            self.clients[service, key] = self.boto3.session.Session(identity, secret, token or None).client(
                service, config=self.config)
        return self.clients[service, key]

    def call(self, service, operation, members, key):
        method = getattr(self.client(service, key), botocore.xform_name(operation))
        try:
            return {"output": plain(method(**self.with_bytes(members)))}
        except botocore.exceptions.ClientError as error:
            told = error.response["Error"]
            return {"error": str(told.get("Code", "")), "message": str(told.get("Message", ""))}

    def with_bytes(self, value):
        if isinstance(value, dict):
            return ((FILES / value["file"]).read_bytes() if set(value) == {"file"}
                    else {name: self.with_bytes(member) for name, member in value.items()})
        return [self.with_bytes(element) for element in value] if isinstance(value, list) else value


class Cli:
    COMMANDS = {"s3": "s3api"}
    REFUSED = re.compile(r"An error occurred \((.*?)\) when calling the \w+ operation(?: \(reached max retries: \d+\))?: ?(.*)", re.S)

    def __init__(self):
        self.drivers = {}
        config = FILES / "aws-cli.config"
        config.write_text("[default]\nparameter_validation = false\nmax_attempts = 1\ncli_history = disabled\n")
        os.environ.update({"AWS_CONFIG_FILE": str(config), "AWS_MAX_ATTEMPTS": "1", "AWS_PAGER": ""})

    def call(self, service, operation, members, key):
        for name, value in zip(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"), key):
            os.environ.pop(name, None)
            if value:
                os.environ[name] = value
        model = MODELS.get_service_model(service).operation_model(operation)
        with tempfile.TemporaryDirectory() as directory:
            arguments, written = self.arguments(service, model, members, pathlib.Path(directory))
            out, told, kept = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO(), (sys.stdout, sys.stderr)
            sys.stdout, sys.stderr = out, told
            try:
                status = self.driver(key).main(arguments)
            except SystemExit as exit:
                status = exit.code
            finally:
                sys.stdout, sys.stderr = kept
            out.flush()
            text = out.buffer.getvalue().decode()
            if status:
                refused = self.REFUSED.search(told.getvalue())
                if not refused:
                    raise RuntimeError(f"aws {' '.join(arguments)}: {status} {told.getvalue()}")
                return {"error": refused[1], "message": refused[2].strip()}
            output = json.loads(text) if text.strip() else {}
            if written:
                output[written[0]] = written[1].read_bytes().decode("utf-8", "replace")
            return {"output": output}

    def driver(self, key):
        """The CLI's own driver, made once for each caller, since that takes most of a call's time."""
        import awscli.clidriver
        if key not in self.drivers:
            self.drivers[key] = awscli.clidriver.create_clidriver()
        return self.drivers[key]

    def arguments(self, service, model, members, directory):
        """The command line: blobs as files, the output's stream to a file, all else as one JSON document."""
        arguments, rest, written = [], {}, None
        shapes = model.input_shape.members if model.input_shape else {}
        for name, value in members.items():
            if name in shapes and shapes[name].type_name == "blob":
                path = FILES / value["file"] if isinstance(value, dict) else directory / name
                if not isinstance(value, dict):
                    path.write_text(value)
                streamed = shapes[name].serialization.get("streaming") or service == "s3"
                arguments += ["--" + botocore.xform_name(name, "-"), f"{'' if streamed else 'fileb://'}{path}"]
            elif name == "Code" and isinstance(value.get("ZipFile"), dict):
                # The CLI's own way to give a function's zip: it takes no bytes in JSON.
                arguments += ["--zip-file", f"fileb://{FILES / value['ZipFile']['file']}"]
                if len(value) > 1:
                    rest[name] = {key: member for key, member in value.items() if key != "ZipFile"}
            else:
                rest[name] = value
        payload = model.output_shape and model.output_shape.serialization.get("payload")
        if payload and model.output_shape.members[payload].type_name == "blob":
            # A file for the output's stream is a place on the command line, and then all that is required must be there.
            written = (payload, directory / "out")
            for name in list(rest):
                arguments += ["--" + botocore.xform_name(name, "-"), str(rest.pop(name))]
        # The steps are about one call each; the CLI would fetch all pages of a list.
        head = ["--no-paginate", self.COMMANDS.get(service, service), botocore.xform_name(model.name, "-")]
        if written:
            return head + arguments + ["--output", "json", str(written[1])], written
        return head + arguments + ["--cli-input-json", json.dumps(rest), "--output", "json"], written


def begin(endpoint, region, files):
    global FILES
    FILES = pathlib.Path(files)
    os.environ.update({"AWS_ENDPOINT_URL": endpoint, "AWS_DEFAULT_REGION": region, "HOME": files})
    return {"boto3": Boto3, "cli": Cli}[sys.argv[1]]()


def main():
    client = None
    for line in sys.stdin:
        call = json.loads(line)
        try:
            if "begin" in call:
                client = begin(**call["begin"])
                continue
            answer = client.call(call["service"], call["operation"], call["input"], tuple(call["key"]))
        except Exception:
            answer = {"broken": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


main()
