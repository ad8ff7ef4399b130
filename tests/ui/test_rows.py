from __future__ import annotations

from dataclasses import replace

from studio.model.announcement import Announcement
from studio.model.message import say
from studio.model.scene import PictureKind, PictureSource
from studio.model.state import OutputPhase, OutputState
from studio.ui import rows
from tests.ui.fake_link import (
    BOTH,
    CAMERA,
    DOUYIN,
    FACE,
    MICROPHONE,
    MUSIC,
    PRODUCTS,
    YOUTUBE,
    a_studio,
    on_air,
)


def test_a_scene_says_whether_it_is_on_air_and_what_is_in_it():
    state = a_studio(lost_sources=frozenset({"close-up"}))
    assert rows.scene_row(FACE, state).words == "Kitchen, on air, Camera"
    assert rows.scene_row(BOTH, state).words == "Face and goods, picture lost, Close-up, Camera"


def test_a_source_says_whether_it_is_lost():
    state = a_studio(lost_sources=frozenset({"camera", "microphone"}))
    assert rows.picture_row(CAMERA, state).words == "Camera, on air, lost, Camera HD Webcam"
    muted = replace(MICROPHONE, is_muted=True, is_monitored=True)
    assert rows.sound_row(muted, state).words == "Microphone, muted, lost, monitored, 0 dB"


def test_a_minus_is_a_word_for_the_ear_and_a_sign_for_the_eye():
    row = rows.sound_row(MUSIC, a_studio())
    assert row.detail == "−12 dB"
    assert row.words == "Music, minus 12 dB"
    assert rows.decibels_heard(1.5) == "plus 1.5 dB"
    assert rows.decibels_heard(0.0) == "0 dB"


def test_an_address_shows_neither_password_nor_key():
    camera = PictureSource("Shop", PictureKind.MEDIA, "rtsp://li:secret@10.0.0.9/a?token=secret")
    assert "secret" not in rows.picture_row(camera, a_studio()).words
    keyed = replace(YOUTUBE, url="rtmp://live.example.com/app/secret")
    assert "secret" not in rows.destination_row(keyed, a_studio()).words


def test_a_product_says_its_number_price_and_stock():
    state = on_air(0.0)
    assert rows.product_row(PRODUCTS[1], state).words == (
        "2. Wool scarf, on screen, ¥129.00, 12 left"
    )
    assert rows.product_row(PRODUCTS[2], state).words == "3. 重庆小面, sold out, ¥25.80"
    assert rows.product_row(PRODUCTS[3], state).words == "4. Bamboo chopsticks, ten pairs, ¥19.90"


def test_a_destination_says_how_it_is_doing():
    state = on_air(0.0)
    assert rows.destination_row(YOUTUBE, state).words == "YouTube, sending, a.rtmps.youtube.com"
    assert rows.destination_row(DOUYIN, state).words == "抖音, switched off, push.example.cn"
    lost = OutputState("youtube", "YouTube", False, OutputPhase.LOST)
    state = a_studio(outputs=(lost,))
    assert rows.destination_row(YOUTUBE, state).words == "YouTube, lost, a.rtmps.youtube.com"


def test_a_message_comes_before_its_time():
    row = rows.message_row(0.0, Announcement(say("You are live.")))
    assert row.words.startswith("You are live., ")
