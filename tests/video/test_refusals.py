"""What cannot be shown is refused in two sentences: what is wrong, and what to do."""

import http.server
import io
import socket
import threading
import time
import wave

import pytest

from studio.model.errors import PictureError
from studio.model.events import SourceLost
from studio.model.scene import PictureKind, PictureSource
from studio.video import refusals
from studio.video.inputs import probe
from tests.harness.process import wait_until
from tests.video.films import film_source, frames_of, numbered, running, write_film


def refusal(source: PictureSource) -> str:
    with pytest.raises(PictureError) as caught:
        probe(source)
    problem, remedy = str(caught.value.problem), str(caught.value.remedy)
    assert problem.endswith(".")
    assert remedy.endswith(".")
    return problem


KINDS = [PictureKind.MEDIA, PictureKind.IMAGE]


@pytest.mark.parametrize("kind", KINDS)
def test_files_that_cannot_be_shown(tmp_path, kind):
    noun = "film" if kind is PictureKind.MEDIA else "still picture"
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "notes.txt").write_text("Twelve scarves\n" * 100)
    (tmp_path / "noise.mp4").write_bytes(bytes(range(256)) * 40)
    expected = {
        "absent.mp4": "There is no file “{}”.",
        "no\0name": "There is no file “{}”.",
        "empty.mp4": "The file “{}” is empty.",
        "notes.txt": f"“{{}}” is not a {noun} that can be shown.",
        "noise.mp4": f"“{{}}” is not a {noun} that can be shown.",
        ".": "“{}” is a folder.",
    }
    for name, sentence in expected.items():
        path = f"{tmp_path}/{name}"
        assert refusal(PictureSource("x", kind, path)) == sentence.format(path)


def test_a_device_file_is_no_film():
    assert "not a film" in refusal(film_source("/dev/zero"))


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "secret.mp4"
    path.write_bytes(b"x")
    # Whoever runs as root may read everything.
    monkeypatch.setattr(refusals.os, "access", lambda path, mode: False)
    assert refusal(film_source(path)) == f"You may not read the file “{path}”."


def test_a_sound_file_is_no_film(tmp_path):
    import wave

    path = tmp_path / "talk.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16000))
    assert refusal(film_source(path)) == f"“{path}” is not a film that can be shown."


def test_a_film_passes_also_by_its_url(tmp_path):
    path = write_film(tmp_path / "red scarf: 50%20 %.mp4", frames_of(numbered(2)))
    probe(film_source(path))
    probe(film_source(path.as_uri()))


def test_at_work_a_refusal_is_posted_once(tmp_path):
    posted = []
    with running(film_source(tmp_path / "absent.mp4"), posted.append) as film:
        wait_until(lambda: posted)
        assert film.picture(time.monotonic()) is None
    (lost,) = posted
    assert isinstance(lost, SourceLost)
    assert "There is no file" in str(lost.error.problem)


def _sound() -> bytes:
    """A second of silence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16_000))
    return file.getvalue()


@pytest.fixture
def web():
    """A server that has no picture: /words is a text, a sound is one, the rest is refused."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status = {"/closed": 401, "/forbidden": 403, "/broken": 500}
            bodies = {"/words": b"Twelve scarves\n" * 100, "/sound.wav": _sound()}
            body = bodies.get(self.path, b"")
            self.send_response(200 if body else status.get(self.path, 404))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code="-", size="-"):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_addresses_that_cannot_be_shown(web):
    with socket.create_server(("127.0.0.1", 0)) as place:
        closed_port = place.getsockname()[1]
    expected = {
        f"{web}/nothing": "There is nothing at the address of Kitchen.",
        f"{web}/closed": "Kitchen wants a user name and a password.",
        f"{web}/forbidden": "Kitchen wants a user name and a password.",
        f"{web}/broken": "Kitchen does not answer.",
        f"{web}/words": "What Kitchen sends is not a picture that can be shown.",
        f"{web}/sound.wav": "Kitchen sends no picture.",
        f"http://127.0.0.1:{closed_port}/": "Kitchen does not answer.",
        f"rtsp://me:secret@127.0.0.1:{closed_port}/": "Kitchen does not answer.",
        "http://no.such.host.invalid/": "Kitchen does not answer.",
        "carrier-pigeon://loft/": "The address of Kitchen begins with a word that is not known.",
    }
    for url, sentence in expected.items():
        assert refusal(PictureSource("Kitchen", PictureKind.MEDIA, url)) == sentence


def test_a_password_in_an_address_is_never_said():
    source = PictureSource("Kitchen", PictureKind.MEDIA, "rtsp://me:secret@127.0.0.1:1/")
    with pytest.raises(PictureError) as caught:
        probe(source)
    assert "secret" not in str(caught.value)
