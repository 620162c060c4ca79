#!/usr/bin/env python3
"""registry.py IMAGE PORT: serves one image of the local Docker engine as a registry on the loopback, read-only, for builds that want a base image where no registry is reachable."""
import hashlib, http.server, io, json, subprocess, sys, tarfile

image, port = sys.argv[1], int(sys.argv[2])
saved = tarfile.open(fileobj=io.BytesIO(subprocess.run(["docker", "save", image], check=True, capture_output=True).stdout))
read = lambda name: saved.extractfile(name).read()
entry = json.loads(read("manifest.json"))[0]
blobs = {}


def blob(data, kind):
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    blobs[digest] = data
    return {"mediaType": kind, "size": len(data), "digest": digest}


manifest = json.dumps({
    "schemaVersion": 2,
    "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
    "config": blob(read(entry["Config"]), "application/vnd.docker.container.image.v1+json"),
    "layers": [blob(read(layer), "application/vnd.docker.image.rootfs.diff.tar") for layer in entry["Layers"]],
}).encode()
digest = "sha256:" + hashlib.sha256(manifest).hexdigest()


class Registry(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.rsplit("/", 1)[1]
        if self.path in ("/v2/", "/v2"): self.answer(b"{}", "application/json")
        elif "/manifests/" in self.path: self.answer(manifest, "application/vnd.docker.distribution.manifest.v2+json", digest)
        elif name in blobs: self.answer(blobs[name], "application/octet-stream", name)
        else: self.send_error(404)

    do_HEAD = do_GET

    def answer(self, body, kind, content_digest=""):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Docker-Content-Digest", content_digest)
        self.end_headers()
        if self.command == "GET": self.wfile.write(body)

    def log_message(self, *_): pass


http.server.ThreadingHTTPServer(("127.0.0.1", port), Registry).serve_forever()
