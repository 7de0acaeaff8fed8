"""A small OpenID Connect provider that answers over HTTP: discovery, keys, authorisation, tokens and user information.

It signs with RS256 (RFC 7518) and checks PKCE (RFC 7636), the client's secret and that a code is used once.
"""

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class Provider:
    """``with Provider() as provider: provider.person = {…}``; ``claims`` overrides what the identity token says."""

    client_id, secret = "luotsi", "a secret between the two"

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person = {"sub": "p-1", "email": "user@example.org", "email_verified": True, "name": "Uuno Käyttäjä"}
        self.claims, self.codes, self.denied, self.tokens = {}, {}, False, set()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                provider.answer(self, dict(parse_qsl(urlsplit(self.path).query)))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.answer(self, dict(parse_qsl(body)))

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler, given):
        path = urlsplit(handler.path).path
        doors = {
            "/.well-known/openid-configuration": self.discovery,
            "/jwks": self.jwks,
            "/authorize": self.authorize,
            "/token": self.token,
            "/userinfo": self.userinfo,
        }
        status, headers, body = doors[path](handler, given)
        handler.send_response(status)
        for name, value in (headers | {"Content-Type": "application/json"}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(json.dumps(body).encode())

    def discovery(self, _handler, _given):
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        ends["userinfo_endpoint"] = "userinfo"
        return 200, {}, {"issuer": self.issuer} | {name: f"{self.issuer}/{end}" for name, end in ends.items()}

    def jwks(self, _handler, _given):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return 200, {}, {"keys": [public | {"kid": "k1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, _handler, given):
        if given["client_id"] != self.client_id or given["response_type"] != "code":
            return 400, {}, {"error": "invalid_request"}
        answer = {"state": given["state"]}
        if self.denied:
            answer["error"] = "access_denied"
        else:
            answer["code"] = secrets.token_urlsafe(16)
            self.codes[answer["code"]] = given
        return 302, {"Location": f"{given['redirect_uri']}?{urlencode(answer)}"}, {}

    def token(self, handler, given):
        asked = self.codes.pop(given.get("code"), None)
        if asked is None or given["redirect_uri"] != asked["redirect_uri"] or not self._knows(handler, given):
            return 400, {}, {"error": "invalid_grant"}
        if "code_challenge" in asked:
            digest = hashlib.sha256(given["code_verifier"].encode()).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
                return 400, {}, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": self.client_id, "iat": now, "exp": now + 300} | self.person | self.claims
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "k1"})
        access = secrets.token_urlsafe(16)
        self.tokens.add(access)
        return 200, {}, {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def _knows(self, handler, given):
        if given.get("client_secret") == self.secret and given.get("client_id") == self.client_id:
            return True
        pair = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        return handler.headers.get("Authorization") == f"Basic {pair}"

    def userinfo(self, handler, _given):
        if handler.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return 401, {}, {"error": "invalid_token"}
        return 200, {}, self.person
