"""Every way in which a destination does not take the stream, as the user hears of it."""

from __future__ import annotations

import contextlib
import errno
import socket
import threading
from collections.abc import Iterator

import pytest

from studio.model.destination import Destination, StreamKey, StreamPlan
from studio.model.errors import OutputError
from studio.model.events import OutputBack, OutputEnded, OutputLost, OutputStarted
from studio.model.media import Size
from studio.model.work import CallOff
from studio.output import rtmp, trouble
from studio.output.address import parse
from studio.output.air import Air
from studio.output.check import check
from studio.output.chunks import Kind
from studio.output.encoder import EncoderSettings
from studio.output.sink import SinkState
from studio.output.stream import StreamOutput
from tests.harness import media
from tests.harness.ingest import RtmpIngest
from tests.harness.process import Port, wait_until
from tests.output.fake_service import FakeService
from tests.output.feeding import FPS, Feed

KEY = StreamKey("4c1b-88ae-90fd-key")
SMALL = EncoderSettings(Size(160, 120), FPS)


@pytest.fixture(scope="module")
def service() -> Iterator[RtmpIngest]:
    """A service that asks for the key, with and without TLS."""
    with RtmpIngest(KEY.reveal(), tls=True) as ingest:
        yield ingest


@contextlib.contextmanager
def mute_server(greeting: bytes | None = None) -> Iterator[int]:
    """A port that takes connections and says nothing, or one thing."""
    lines: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    line, _ = listening.accept()
                    lines.append(line)
                    if greeting is not None:
                        line.sendall(greeting)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
    for line in lines:
        line.close()


def refusal(
    url: str, key: StreamKey | None = KEY, *, ca_file: str | None = None, needs_key: bool = True
) -> str:
    """What is said when a destination is tested."""
    destination = Destination("Shop", url, needs_key=needs_key)
    with pytest.raises(OutputError) as caught:
        check(destination, key, ca_file=ca_file)
    said = str(caught.value)
    assert KEY.reveal() not in said + repr(caught.value) + repr(caught.value.__context__)
    assert caught.value.problem.id != caught.value.remedy.id
    return said


@pytest.mark.parametrize("is_early", [True, False])
def test_a_test_is_called_off_without_waiting(is_early: bool):
    call_off, failed = CallOff(), threading.Event()

    def run() -> None:
        with pytest.raises(OutputError):
            check(Destination("Shop", f"rtmp://127.0.0.1:{silent}/live"), KEY, call_off=call_off)
        failed.set()

    with mute_server() as silent:
        if is_early:
            call_off.wish()
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        assert is_early or not failed.wait(0.5), "it waits for an answer"
        call_off.wish()
        assert failed.wait(3)
        thread.join()


def test_a_destination_that_is_right_is_not_shown_anything(service: RtmpIngest):
    check(Destination("Shop", service.address), KEY)
    assert service.wait_for("publish_done").key == KEY.reveal()
    assert not [path for path in service.recordings() if path.stat().st_size > 13]
    check(Destination("Shop", service.url(), needs_key=False), None)


def test_tls_is_verified(service: RtmpIngest):
    destination = Destination("Shop", service.tls_address)
    check(destination, KEY, ca_file=str(service.ca_file))
    assert "The certificate of Shop cannot be trusted." in refusal(service.tls_address)
    wrong_name = service.tls_address.replace("localhost", "127.0.0.2")
    with pytest.raises(OutputError):
        check(Destination("Shop", wrong_name), KEY, ca_file=str(service.ca_file))


def test_what_the_user_did_is_told_apart(service: RtmpIngest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rtmp, "CONNECT_S", 0.5)
    port = service.address.rpartition("/")[0].rpartition(":")[2]
    with mute_server() as silent, mute_server(b"HTTP/1.1 400 Bad Request\r\n" * 200) as web:
        free = Port()
        said = {
            "address": refusal("https://example.com/live"),
            "no path": refusal("rtmp://example.com"),
            "port": refusal("rtmp://example.com:99999/live"),
            "no key": refusal(service.address, None),
            "empty key": refusal(service.address, StreamKey("")),
            "refused": refusal(f"rtmp://127.0.0.1:{free.number}/live"),
            "silent": refusal(f"rtmp://127.0.0.1:{silent}/live"),
            "no tls": refusal(f"rtmps://127.0.0.1:{port}/live"),
            "no rtmp": refusal(f"rtmp://127.0.0.1:{web}/live"),
            "app": refusal(service.address + "x"),
            "key": refusal(service.address, StreamKey("quite-wrong")),
        }
        free.close()
    assert said.pop("no path") == said.pop("port") == said["address"]
    assert said.pop("empty key") == said["no key"]
    assert len(set(said.values())) == len(said)
    assert said["address"].startswith("The address of Shop is not one that takes streams.")
    assert said["no key"].startswith("Shop has no stream key. Copy the stream key")
    assert said["refused"].startswith("Shop takes no streams at its address.")
    assert said["silent"].startswith("Shop does not answer.")
    assert said["no tls"].startswith("There is no secure line to Shop.")
    assert said["no rtmp"].startswith("What answers at the address of Shop does not take")
    assert said["app"].startswith("Shop refused the path in its address.")
    assert said["key"].startswith("Shop refused the stream key.")
    assert service.wait_for("refused").key == "quite-wrong"


def test_a_name_that_does_not_exist_or_no_network(monkeypatch: pytest.MonkeyPatch):
    def unknown(*_args: object, **_named: object):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setattr(trouble, "has_network", lambda: True)
    assert "The address of Shop cannot be found." in refusal("rtmp://nowhere.invalid/live")
    monkeypatch.setattr(trouble, "has_network", lambda: False)
    assert "The internet cannot be reached." in refusal("rtmp://live.example.com/live")


@pytest.mark.parametrize(
    ("is_there", "said"),
    [
        (True, "The address of Shop cannot be looked up."),
        (False, "The internet cannot be reached."),
    ],
)
def test_a_resolver_that_is_down_for_a_moment_is_asked_again(is_there, said, monkeypatch):
    def busy(*_args: object, **_named: object):
        raise error

    error = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    monkeypatch.setattr(socket, "getaddrinfo", busy)
    monkeypatch.setattr(trouble, "has_network", lambda: is_there)
    assert refusal("rtmp://live.example.com/live").startswith(said)
    assert not trouble.is_lasting(error, rtmp.Stage.REACHING)


@pytest.mark.parametrize("there", [{socket.AF_INET}, {socket.AF_INET6}, set()])
def test_either_internet_will_do(there, monkeypatch):
    class Probe(socket.socket):
        def connect(self, _address: object) -> None:
            if self.family not in there:
                raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket, "socket", Probe)
    assert trouble.has_network() == bool(there)


def test_a_host_that_can_be_no_name():
    assert "cannot be found" in refusal(f"rtmp://{'x' * 70}.example/live") or not (
        trouble.has_network()
    )


@pytest.mark.parametrize(
    ("refuse", "code", "said"),
    [
        ("connect", "NetConnection.Connect.Rejected", "Shop refused the path in its address."),
        ("publish", "NetStream.Publish.BadName", "Shop refused the stream key."),
        ("createStream", "NetStream.Failed", "Shop refused the stream key."),
    ],
)
def test_a_service_that_says_no(refuse: str, code: str, said: str):
    with FakeService(refuse, code) as service:
        assert said in refusal(service.address)


def test_the_commands_are_those_that_services_expect():
    with FakeService() as service:
        check(Destination("Shop", service.address + "/eu?a=1"), StreamKey("k/e=y?sign=a%2Fb&x=1"))
        wait_until(lambda: len(service.commands) == 7)
    names = [name for name, _ in service.commands]
    assert names == [
        "connect",
        "releaseStream",
        "FCPublish",
        "createStream",
        "publish",
        "FCUnpublish",
        "deleteStream",
    ]
    sent = dict(service.commands)
    assert sent["connect"][0] == {
        "app": "live/eu?a=1",
        "type": "nonprivate",
        "flashVer": "FMLE/3.0 (compatible; Earshot Studio)",
        "tcUrl": service.address + "/eu?a=1",
    }
    assert sent["publish"] == [None, "k/e=y?sign=a%2Fb&x=1", "live"]
    assert service.messages[Kind.CONTROL] == 1  # the answer to a ping
    assert service.messages[Kind.ACKNOWLEDGEMENT] >= 1


@pytest.mark.parametrize(
    ("url", "app", "stream"),
    [
        ("rtmp://host/live/show", "live", "show"),
        ("rtmp://host/live/eu/show", "live/eu", "show"),
        ("rtmp://host/live/eu/show/2?sign=1", "live/eu", "show/2?sign=1"),
        (" RTMP://host/live/show ", "live", "show"),
    ],
)
def test_an_address_that_says_it_all(url: str, app: str, stream: str):
    address = parse(url, None, "Shop")
    assert (address.host, address.port, address.app) == ("host", 1935, app)
    assert address.stream == stream
    assert stream not in repr(address)


def test_a_wrong_key_ends_the_output_at_once(service: RtmpIngest):
    with Feed(SMALL) as feed:
        wrong = StreamOutput(
            "a", "Shop", service.address, StreamKey("quite-wrong"), feed.events.post
        )
        feed.add(wrong)
        lost = feed.events.wait_for(OutputLost)
        assert not lost.will_retry
        assert "Shop refused the stream key." in str(lost.error)
        wait_until(lambda: not wrong.is_running)
        assert wrong.state is SinkState.FAILED
        wrong.stop()
    assert len(feed.events.of(OutputLost)) == 1
    assert not feed.events.of(OutputEnded)
    assert not feed.events.of(OutputStarted)


def test_a_key_that_is_taken_away_while_the_line_is_down_is_told():
    with RtmpIngest(KEY.reveal()) as service, Feed(SMALL) as feed:
        feed.add(StreamOutput("a", "Shop", service.address, KEY, feed.events.post))
        feed.run()
        feed.events.wait_for(OutputStarted)
        service.kill()
        feed.events.wait_for(OutputLost)
        service.key = "another-key"
        service.start()
        wait_until(lambda: len(feed.events.of(OutputLost)) == 2, 30, "the new reason")
        again = feed.events.of(OutputLost)[1]
        assert "Shop refused the stream key." in str(again.error)
        assert again.will_retry


def test_a_service_that_is_late_is_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rtmp, "CONNECT_S", 0.3)
    with RtmpIngest() as late, Feed(SMALL) as feed:
        late.pause()
        feed.add(StreamOutput("a", "Shop", late.address, KEY, feed.events.post))
        feed.run()
        assert feed.events.wait_for(OutputLost).will_retry
        late.resume()
        feed.events.wait_for(OutputStarted)
        started = feed.pictures
        wait_until(lambda: feed.pictures > started + 1.3 * FPS)
    assert len(feed.events.of(OutputLost)) == 1
    assert not feed.events.of(OutputBack)


def test_a_stream_by_tls_arrives(service: RtmpIngest):
    before = len(service.recordings())
    with Feed(SMALL) as feed:
        stream = StreamOutput(
            "a",
            "Shop",
            service.tls_address,
            KEY,
            feed.events.post,
            ca_file=str(service.ca_file),
        )
        feed.add(stream)
        feed.run()
        feed.events.wait_for(OutputStarted)
        wait_until(lambda: stream.stats().seconds > 1)
    wait_until(lambda: not service._publishing(), 5)
    path = service.recordings()[before:][-1]
    assert media.probe(path).duration_s == pytest.approx(stream.stats().seconds, abs=0.1)
    assert not media.gap_report(path).sound_gaps


@pytest.mark.parametrize("hangs_up", [False, True])
@pytest.mark.parametrize(
    ("code", "said"),
    [("Rejected", "Shop ended the stream."), ("BadName", "Shop refused the stream key.")],
)
def test_a_service_that_ends_the_stream_says_so(code: str, said: str, hangs_up: bool):
    with (
        FakeService(code=f"NetStream.Publish.{code}", end_after=5, hangs_up=hangs_up) as service,
        Feed(SMALL) as feed,
    ):
        feed.add(StreamOutput("a", "Shop", service.address, KEY, feed.events.post))
        feed.run()
        lost = feed.events.wait_for(OutputLost)
        assert lost.will_retry
        assert str(lost.error).startswith(said)


@pytest.mark.parametrize("number", [float("nan"), -1.0, 1e30])
def test_a_service_with_a_senseless_stream_number_is_no_mistake(number: float):
    assert rtmp._whole(number) == 1


def test_a_stop_does_not_wait_for_a_service_that_does_not_answer():
    with mute_server() as silent:
        posted = []
        stream = StreamOutput("a", "Shop", f"rtmp://127.0.0.1:{silent}/live", KEY, posted.append)
        stream.start()
        wait_until(lambda: stream._connection and stream._connection.stage > 0)
        stream.stop(timeout=0.1)
        assert not stream.is_running
    assert [type(event) for event in posted] == [OutputEnded]


def test_nothing_goes_on_air_while_rehearsing(service: RtmpIngest):
    plan = StreamPlan(Destination("Shop", service.address), KEY)
    air = Air()
    air.close()
    told = len(service.notices)
    for wish in (lambda: air.stream(plan, print), lambda: air.check(plan)):
        with pytest.raises(OutputError, match="Nothing goes on air while you rehearse"):
            wish()
    with Feed(SMALL) as feed:
        rehearsal = air.rehearse("r", "Rehearsal", feed.events.post)
        feed.add(rehearsal)
        feed.play(2)
    assert len(feed.events.of(OutputStarted)) == 1
    assert feed.events.of(OutputEnded)[0].seconds == pytest.approx(2, abs=0.05)
    assert len(service.notices) == told
    air.open()
    air.check(plan)
    assert isinstance(air.stream(plan, print), StreamOutput)
    with pytest.raises(OutputError, match="Shop has no stream key"):
        air.stream(StreamPlan(Destination("Shop", service.url()), None), print)
