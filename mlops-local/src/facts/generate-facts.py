#!/usr/bin/env python3
"""Generates facts.json: what the wire needs to know of AWS's operations beyond the shapes that the SDK carries.

usage: generate-facts.py > ../main/resources/io/mlops/local/facts/facts.json

Reads operations.txt beside it and the service models that the AWS CLI ships (botocore, Apache-2.0: see NOTICE).
Per service: the protocol, the signing name and the API version; per operation: verb, path, success status, the query
parameters and headers without which a request is another operation's; per error: the code on the wire and its status;
per input shape: its required members, and the way to shapes that have some.
"""
import json, pathlib, sys
import botocore, botocore.loaders

LOADER = botocore.loaders.Loader()


def required_at(model, operation, location):
    shape = model["shapes"].get(operation.get("input", {}).get("shape"), {})
    return sorted(member["locationName"] for name, member in shape.get("members", {}).items()
                  if member.get("location") == location and name in shape.get("required", []))


def operation_facts(model, operation):
    http = operation["http"]
    facts = {"method": http["method"], "uri": http["requestUri"], "status": http.get("responseCode", 200)}
    for location in ("querystring", "header"):
        required = required_at(model, operation, location)
        if required:
            facts[location] = required
    if "input" in operation:
        facts["input"] = operation["input"]["shape"]
    if operation.get("output", {}).get("resultWrapper"):
        facts["wrapper"] = operation["output"]["resultWrapper"]
    return facts


def error_facts(model, names):
    errors = {}
    for operation in (model["operations"][name] for name in names):
        for reference in operation.get("errors", []):
            shape = model["shapes"][reference["shape"]]
            error = shape.get("error", {})
            status = error.get("httpStatusCode", 500 if shape.get("fault") else 400)
            errors[reference["shape"]] = {"code": error.get("code", reference["shape"]), "status": status}
    return dict(sorted(errors.items()))


def input_shapes(model, names):
    """The structures, lists and maps below the operations' inputs, as far as they lead to a required member."""
    found = {}

    def visit(name):
        if name in found:
            return found[name] is not None
        found[name] = {}  # a recursive shape leads to itself
        shape = model["shapes"][name]
        facts = {}
        if shape["type"] == "structure":
            members = {member: target["shape"] for member, target in sorted(shape["members"].items())
                       if visit(target["shape"])}
            required = sorted(shape.get("required", []))
            facts = {key: value for key, value in (("required", required), ("members", members)) if value}
        elif shape["type"] == "list" and visit(shape["member"]["shape"]):
            facts = {"element": shape["member"]["shape"]}
        elif shape["type"] == "map" and visit(shape["value"]["shape"]):
            facts = {"element": shape["value"]["shape"]}
        found[name] = facts or None
        return bool(facts)

    for name in names:
        if "input" in model["operations"][name]:
            visit(model["operations"][name]["input"]["shape"])
    return {name: facts for name, facts in sorted(found.items()) if facts}


def service_facts(service, names):
    model = LOADER.load_service_model(service, "service-2")
    metadata = model["metadata"]
    unknown = [name for name in names if name not in model["operations"]]
    if unknown:
        sys.exit(f"{service} has no operation {', '.join(unknown)}")
    keys = ("protocol", "jsonVersion", "targetPrefix", "apiVersion", "xmlNamespace", "endpointPrefix", "signingName")
    facts = {key: metadata[key] for key in keys if key in metadata}
    # S3 tells its operations apart by query alone, so a request must be held against all of them.
    routed = model["operations"] if service == "s3" else names
    facts["operations"] = {name: operation_facts(model, model["operations"][name]) for name in sorted(routed)}
    facts["errors"] = error_facts(model, names)
    facts["shapes"] = input_shapes(model, names)
    return facts


def main():
    services = {}
    for line in pathlib.Path(__file__).with_name("operations.txt").read_text().splitlines():
        service, names = line.split(":")
        services[service] = service_facts(service, names.split())
    json.dump({"source": f"botocore {botocore.__version__}", "services": services}, sys.stdout, indent=1)
    print()


main()
