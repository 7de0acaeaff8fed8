"""A scripted patient record system: a SMART authorization server and a FHIR R4 server, over real HTTP."""

import base64
import copy
import hashlib
import json
import secrets
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit


class RecordSystem:
    """``with RecordSystem(bundle) as system``; its attributes change how it answers. It checks what a real one would."""

    client_id = "luotsi-in-the-county"

    def __init__(self, bundle, *, secret="", page=2):
        rows = [copy.deepcopy(entry["resource"]) for entry in bundle["entry"]]
        self.rows, self.secret, self.page = rows, secret, page
        self.patient = next(row["id"] for row in rows if row["resourceType"] == "Patient")
        self.version, self.codes, self.tokens, self.asked = "4.0.1", {}, set(), []
        self.configuration, self.token_answer, self.missing, self.answers = {}, {}, set(), {}
        system = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                system.answer(self, dict(parse_qsl(urlsplit(self.path).query)))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                system.answer(self, dict(parse_qsl(body)))

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.iss = f"{self.origin}/fhir"

    def __enter__(self):
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler, given):
        path = urlsplit(handler.path).path
        self.asked.append(path)
        if path in self.answers:
            status, headers, body = self.answers[path]
        elif path == "/fhir/.well-known/smart-configuration":
            status, headers, body = 200, {}, self.discovery()
        elif path == "/token":
            status, headers, body = self.token(handler, given)
        elif path == "/fhir/metadata":
            status, headers, body = 200, {}, {"resourceType": "CapabilityStatement", "fhirVersion": self.version}
        else:
            status, headers, body = self.read(handler, path.removeprefix("/fhir/"), given)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def discovery(self):
        return {
            "issuer": self.iss,
            "authorization_endpoint": f"{self.origin}/authorize",
            "token_endpoint": f"{self.origin}/token",
            "code_challenge_methods_supported": ["S256"],
        } | self.configuration

    def authorize(self, address):
        """What the authorization page does once the professional has agreed: the address it sends the browser to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.origin}/authorize?")
        assert (asked["response_type"], asked["client_id"], asked["aud"]) == ("code", self.client_id, self.iss)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, handler, given):
        asked = self.codes.pop(given.get("code"), None)
        challenge = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        fits = asked is not None and (
            asked["code_challenge"] == base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
            and asked["redirect_uri"] == given["redirect_uri"]
        )
        pair = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        known = (
            handler.headers["Authorization"] == f"Basic {pair}"
            if self.secret
            else given.get("client_id") == self.client_id
        )
        if not known:
            return 401, {}, {"error": "invalid_client"}
        if not fits:
            return 400, {}, {"error": "invalid_grant"}
        token = secrets.token_urlsafe(16)
        self.tokens.add(token)
        body = {"access_token": token, "token_type": "Bearer", "patient": self.patient, "scope": asked["scope"]}
        return 200, {}, body | self.token_answer

    def read(self, handler, path, given):
        if (handler.headers["Authorization"] or "").removeprefix("Bearer ") not in self.tokens:
            return 401, {}, {"resourceType": "OperationOutcome"}
        if "/" in path:
            found = next((row for row in self.rows if f"{row['resourceType']}/{row['id']}" == path), None)
            return (200, {}, found) if found else (404, {}, {})
        if path in self.missing:
            return 404, {}, {"resourceType": "OperationOutcome"}
        rows = [row for row in self.rows if row["resourceType"] == path]
        start = int(given.get("from", 0))
        bundle = {"resourceType": "Bundle", "type": "searchset", "link": []}
        bundle["entry"] = [{"resource": row} for row in rows[start : start + self.page]]
        if start + self.page < len(rows):
            query = urlencode({"patient": given["patient"], "from": start + self.page})
            bundle["link"].append({"relation": "next", "url": f"{self.iss}/{path}?{query}"})
        return 200, {}, bundle
