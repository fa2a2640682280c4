"""A small S3 of our own over loopback, in one process with the test, that answers wrongly where it is told to."""
import contextlib
import hashlib
import hmac
import http.server
import socketserver
import threading
import time
import urllib.parse
from xml.sax.saxutils import escape


def error_xml(code, message):
    return (f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message>"
            "<RequestId>R1</RequestId></Error>")


class Fault:
    """How the next `times` requests of a method, whose path has a text, go wrong."""

    def __init__(self, method, path, act, times=1):
        self.method, self.path, self.act, self.times = method, path, act, times


def answers(status, code="", message="", headers=()):
    return lambda request: request.answer(status, error_xml(code, message) if code else "", dict(headers))


def silent(request):
    """Nothing comes, until the client goes."""
    request.close_connection = True
    request.connection.settimeout(30)
    with contextlib.suppress(OSError):
        request.connection.recv(1)


def hangs_up(request):
    request.close_connection = True


def begin(request):
    """The head of the plain answer, which tells its right length; returns the body."""
    status, body, headers = request.plain()
    request.head(status, body, headers)
    return body


def cut(bytes_sent):
    """The answer's length is right, and what comes is shorter."""
    def act(request):
        body = begin(request)
        request.wfile.write(body[:bytes_sent])
        request.close_connection = True
    return act


def drip(bytes_sent, pause):
    """All of it, a few bytes at a time."""
    def act(request):
        body = begin(request)
        with contextlib.suppress(OSError):
            for at in range(0, len(body), bytes_sent):
                request.wfile.write(body[at:at + bytes_sent])
                request.wfile.flush()
                time.sleep(pause)
    return act


def signature(request, secret):
    """What Signature Version 4 must be, from the request as it came."""
    fields = dict(part.split("=", 1) for part in
                  request.headers["Authorization"].removeprefix("AWS4-HMAC-SHA256 ").split(","))
    _, day, region, service, end = fields["Credential"].split("/")
    path, _, query = request.path.partition("?")
    quoted = sorted((urllib.parse.quote(name, safe="-_.~"), urllib.parse.quote(value, safe="-_.~"))
                    for name, value in urllib.parse.parse_qsl(query, keep_blank_values=True))
    names = fields["SignedHeaders"].split(";")
    canonical = "\n".join([request.command, path, "&".join(f"{name}={value}" for name, value in quoted),
                           *(f"{name}:{request.headers[name].strip()}" for name in names), "",
                           fields["SignedHeaders"], hashlib.sha256(request.body).hexdigest()])
    text = "\n".join(["AWS4-HMAC-SHA256", request.headers["x-amz-date"], f"{day}/{region}/{service}/{end}",
                      hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + secret).encode()
    for part in (day, region, service, end, text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return fields["Signature"] == key.hex()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def head(self, status, body, headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **dict(headers)}.items():
            self.send_header(name, value)
        self.end_headers()

    def answer(self, status, body=b"", headers=()):
        body = body.encode() if isinstance(body, str) else body
        self.head(status, body, headers)
        if self.command != "HEAD":
            self.wfile.write(body)

    def serve(self):
        store = self.server.store
        url = urllib.parse.urlsplit(self.path)
        self.key = urllib.parse.unquote(url.path).removeprefix("/")
        self.query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with store.lock:
            store.requests.append((self.command, self.path, dict(self.headers)))
            fault = next((one for one in store.faults if one.times > 0 and one.method == self.command
                          and one.path in self.path), None)
            if fault:
                fault.times -= 1
        if not signature(self, store.secret):
            self.answer(403, error_xml("SignatureDoesNotMatch", "The request signature we calculated does not match "
                                       "the signature you provided. Check your key and signing method."))
        elif fault:
            fault.act(self)
        else:
            self.answer(*self.plain())

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = serve

    def plain(self):
        """As it should be: status, body, headers."""
        store = self.server.store
        with store.lock:
            return getattr(self, "plain_" + self.command)(store)

    def plain_GET(self, store):
        if "list-type" in self.query:
            return self.listing(store)
        if self.key not in store.objects:
            return 404, error_xml("NoSuchKey", "The specified key does not exist.").encode(), {}
        data = store.objects[self.key]
        tag = f'"{hashlib.md5(data).hexdigest()}"'
        if self.headers.get("If-Match", tag) != tag:
            return 412, error_xml("PreconditionFailed", "At least one of the pre-conditions you specified did not hold"
                                  ).encode(), {}
        if wanted := self.headers.get("Range"):
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            data = data[int(first):int(last) + 1 if last else None]
        return 206 if wanted else 200, data, {"ETag": tag}

    plain_HEAD = plain_GET

    def listing(self, store):
        bucket = self.key.rstrip("/")
        keys = sorted(key.removeprefix(bucket + "/") for key in store.objects if key.startswith(bucket + "/"))
        keys = [key for key in keys if key.startswith(self.query.get("prefix", ""))]
        begin = int(self.query.get("continuation-token", "0"))
        page = keys[begin:begin + store.page]
        rest = begin + store.page < len(keys)
        found = "".join(f"<Contents><Key>{escape(key)}</Key><Size>{len(store.objects[bucket + '/' + key])}</Size>"
                        "</Contents>" for key in page)
        more = f"<NextContinuationToken>{begin + store.page}</NextContinuationToken>" if rest else ""
        return 200, (f"<?xml version='1.0'?><ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>"
                     f"<IsTruncated>{'true' if rest else 'false'}</IsTruncated>{more}{found}</ListBucketResult>"
                     ).encode(), {}

    def plain_PUT(self, store):
        tag = f'"{hashlib.md5(self.body).hexdigest()}"'
        if "uploadId" in self.query:
            store.uploads[self.query["uploadId"]][int(self.query["partNumber"])] = self.body
        else:
            store.objects[self.key] = self.body
        return 200, b"", {"ETag": tag}

    def plain_POST(self, store):
        if "uploads" in self.query:
            name = f"u{len(store.begun)}"
            store.begun.append(self.key)
            store.uploads[name] = {}
            return 200, (f"<InitiateMultipartUploadResult><UploadId>{name}</UploadId>"
                         "</InitiateMultipartUploadResult>").encode(), {}
        parts = store.uploads.pop(self.query["uploadId"])
        store.objects[self.key] = b"".join(parts[number] for number in sorted(parts))
        return 200, b"<CompleteMultipartUploadResult/>", {}

    def plain_DELETE(self, store):
        if "uploadId" in self.query:
            store.uploads.pop(self.query["uploadId"], None)
        else:
            store.objects.pop(self.key, None)
        return 204, b"", {}


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_):
        pass  # clients go when they are cancelled


class FaultyS3:
    """`objects` by bucket/key; what was asked is in `requests`."""

    def __init__(self, secret):
        self.secret = secret
        self.lock = threading.RLock()
        self.objects, self.uploads, self.begun, self.faults, self.requests = {}, {}, [], [], []
        self.page = 1000
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.store = self
        self.endpoint = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def fail(self, method, path, act, times=1):
        self.faults.append(Fault(method, path, act, times))

    def calm(self):
        with self.lock:
            self.objects, self.uploads, self.begun, self.faults, self.requests = {}, {}, [], [], []

    def asked(self, method, path=""):
        with self.lock:
            return sum(one[0] == method and path in one[1] for one in self.requests)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
