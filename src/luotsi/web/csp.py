"""The content security policy, in the form of django-csp 4: nothing inline, nothing from elsewhere.

``connect-src 'self'`` covers web sockets of the same host (CSP Level 3). ``img-src`` allows ``data:`` and ``blob:`` for
pictures drawn in the page (PET slices); ``worker-src blob:`` for viewers that start their own workers.
"""

from csp.constants import NONE, SELF

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
