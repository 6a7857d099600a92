"""Response headers that keep a page to itself."""

from flask import Response, after_this_request, current_app, request

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


_FIXED = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_BY_HTTPS_ALONE = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def fixed(*, https: bool) -> dict[str, str]:
    """Return those that every answer has."""
    return _FIXED | _BY_HTTPS_ALONE if https else _FIXED


def protect(response: Response) -> Response:
    """Add them; pages are never cached, but what never changes is. Runs after each request."""
    for name, value in fixed(https=current_app.extensions["recite"].https).items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static" and not response.cache_control.immutable:
        response.headers["Cache-Control"] = "no-store"
    return response


def forget_site() -> None:
    """Have the browser forget what it keeps of this site, when this request is answered.

    Its cookies are left out: "cookies" would take those of every site below the same domain,
    and with them the mark of a known device. A session's cookie is deleted by itself.
    """
    after_this_request(_forget)


def _forget(response: Response) -> Response:
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
