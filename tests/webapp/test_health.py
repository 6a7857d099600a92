from flask.testing import FlaskClient


def test_says_that_it_lives_and_can_serve(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ok"}
