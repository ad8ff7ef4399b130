"""What a studio is furnished with when it is started for the first time."""

from dataclasses import replace

from studio import paths
from studio.model.person import Profile
from studio.model.scene import (
    Fit,
    PictureKind,
    PictureSource,
    Placement,
    Scene,
    SoundKind,
    SoundSource,
)
from studio.model.state import Devices
from studio.store.scenes import Arrangement
from studio.text import _


def arrangement(devices: Devices) -> Arrangement:
    """A face, a close-up, one inside the other, and a still, from the devices that are there.

    Sources without a device are made all the same: what stands in for them gives way when one is
    plugged in.
    """
    first, second = (*devices.cameras, "", "")[:2]
    face = PictureSource(_("Camera"), PictureKind.CAMERA, first)
    sources = [face]
    close = face
    if second:
        close = PictureSource(_("Close-up camera"), PictureKind.CAMERA, second)
        sources.append(close)
    still = PictureSource(
        _("Back in a moment"),
        PictureKind.IMAGE,
        paths.built_in("stills", "back-soon.png"),
    )
    sources.append(still)
    scenes = (
        Scene(_("Face"), (Placement(face.id),)),
        Scene(_("Product"), (Placement(close.id),)),
        Scene(
            _("Product with face"),
            (
                Placement(close.id),
                Placement(face.id, x=0.68, y=0.04, width=0.28, height=0.28, fit=Fit.FILL),
            ),
        ),
        Scene(_("Back in a moment"), (Placement(still.id),)),
    )
    voice = SoundSource(_("Microphone"), SoundKind.MICROPHONE)
    return Arrangement(tuple(sources), (voice,), scenes)


def furnished(profile: Profile, devices: Devices) -> Profile:
    """The studio of somebody new, with sources and scenes."""
    begun = arrangement(devices)
    return replace(profile, pictures=begun.pictures, sounds=begun.sounds, scenes=begun.scenes)
