#!/usr/bin/env python3
"""Generates facts/*.json: what the emulator needs to know of AWS's operations beyond the shapes that the SDK carries.

usage: generate-facts.py ../main/resources/io/mlops/local/facts

Reads operations.txt beside it and the service models that the AWS CLI ships (botocore, Apache-2.0: see NOTICE).
index.json has, per service, the protocol and its names. <service>.json has, per operation, verb, path, success status,
the query parameters and headers without which a request is another operation's, and the errors that it declares; per
error, the code on the wire and its status; per shape below an input, its constraints (required members, lengths and
ranges, pattern, values, unions), whether it is sensitive, and the way to shapes that have some.
"""
import json, pathlib, sys
import botocore, botocore.loaders

LOADER = botocore.loaders.Loader()
INDEX = ("protocol", "jsonVersion", "targetPrefix", "apiVersion", "xmlNamespace", "endpointPrefix", "signingName")


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
    if operation.get("errors"):
        facts["errors"] = sorted(reference["shape"] for reference in operation["errors"])
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


def constraints(shape):
    facts = {key: shape[key] for key in ("min", "max", "pattern", "enum") if key in shape}
    if shape.get("required"):
        facts["required"] = sorted(shape["required"])
    facts.update({trait: True for trait in ("union", "sensitive") if shape.get(trait)})
    if ("min" in facts or "max" in facts) and shape["type"] in ("integer", "long", "float", "double"):
        facts["number"] = True
    return facts


def input_shapes(model, names):
    """The shapes below the operations' inputs, as far as they have or lead to a constraint."""
    shapes = model["shapes"]
    reached, todo = {}, [model["operations"][name]["input"]["shape"] for name in names
                         if "input" in model["operations"][name]]
    while todo:
        name = todo.pop()
        if name in reached:
            continue
        shape = shapes[name]
        below = {"structure": lambda: {member: target["shape"] for member, target in shape["members"].items()},
                 "list": lambda: {"element": shape["member"]["shape"]},
                 "map": lambda: {"key": shape["key"]["shape"], "element": shape["value"]["shape"]}}
        reached[name] = below.get(shape["type"], dict)()
        todo.extend(reached[name].values())

    telling, grew = {name for name in reached if constraints(shapes[name])}, True
    while grew:
        more = {name for name, below in reached.items() if telling.intersection(below.values())} - telling
        telling |= more
        grew = bool(more)

    def facts(name):
        found = constraints(shapes[name])
        below = {member: target for member, target in reached[name].items() if target in telling}
        if below:
            found.update({"members": dict(sorted(below.items()))} if shapes[name]["type"] == "structure" else below)
        return found
    return {name: facts(name) for name in sorted(telling)}


def service_facts(model, names):
    # S3 tells its operations apart by query alone, so a request must be held against all of them.
    routed = model["operations"] if model["metadata"]["protocol"] == "rest-xml" else names
    return {"operations": {name: operation_facts(model, model["operations"][name]) for name in sorted(routed)},
            "errors": error_facts(model, names),
            "shapes": input_shapes(model, names)}


def write(path, facts):
    """Writes one entry a line, so that a change of the models can be read."""
    def entries(section):
        return ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in section.items())
    sections = ",\n".join(f" {json.dumps(name)}: {{\n{entries(section)}\n }}" if isinstance(section, dict)
                          else f" {json.dumps(name)}: {json.dumps(section)}" for name, section in facts.items())
    path.write_text(f"{{\n{sections}\n}}\n")


def main(directory):
    index = {}
    for line in pathlib.Path(__file__).with_name("operations.txt").read_text().splitlines():
        service, names = line.split(":")
        model = LOADER.load_service_model(service, "service-2")
        unknown = [name for name in names.split() if name not in model["operations"]]
        if unknown:
            sys.exit(f"{service} has no operation {', '.join(unknown)}")
        index[service] = {key: model["metadata"][key] for key in INDEX if key in model["metadata"]}
        write(directory / f"{service}.json", service_facts(model, names.split()))
    write(directory / "index.json", {"source": f"botocore {botocore.__version__}", "services": index})


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
