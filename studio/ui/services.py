"""The services a show is sent to, and their addresses where these are the same for everybody."""

from dataclasses import dataclass

from studio.text import N_


@dataclass(frozen=True, slots=True)
class Service:
    """A streaming service.

    Attributes:
        id: Kept with the destination.
        title: Its name, untranslated.
        url: Its address, the same for everybody; empty where each user is given one.
    """

    id: str
    title: str
    url: str = ""


SERVICES = (
    Service("douyin", N_("Douyin")),
    Service("tiktok", N_("TikTok Live")),
    Service("shopee", N_("Shopee")),
    Service("bilibili", N_("Bilibili")),
    Service("youtube", N_("YouTube Live"), "rtmps://a.rtmps.youtube.com:443/live2"),
    Service("facebook", N_("Facebook Live"), "rtmps://live-api-s.facebook.com:443/rtmp/"),
    Service("twitch", N_("Twitch"), "rtmp://live.twitch.tv/app"),
    Service("", N_("Other")),
)


def service(service_id: str) -> Service:
    """The service of an id; *Other* for an unknown one."""
    return next((s for s in SERVICES if s.id == service_id), SERVICES[-1])
