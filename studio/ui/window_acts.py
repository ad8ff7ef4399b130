"""What only the window does, such as opening dialogs; it stands in the menus too."""

from typing import Protocol

from studio.commands.command import Category
from studio.text import _
from studio.ui.actions import WindowAct
from studio.ui.destination_panel import DestinationPanel
from studio.ui.picture_panel import PicturePanel
from studio.ui.scene_panel import ScenePanel
from studio.ui.sound_panel import SoundPanel


class Editors(Protocol):
    """The window, as far as it is needed here."""

    scenes: ScenePanel
    pictures: PicturePanel
    sounds: SoundPanel
    destinations: DestinationPanel

    def edit_scene(self, scene: None) -> None: ...
    def edit_picture(self, source: None) -> None: ...
    def edit_sound(self, source: None) -> None: ...
    def edit_destination(self, destination: None) -> None: ...
    def edit_settings(self) -> None: ...
    def find_command(self) -> None: ...
    def leave(self) -> None: ...


def window_acts(window: Editors) -> list[WindowAct]:
    """Every act of the window, in the order of the menus."""
    edits = _("Changes the current one of the list.")
    return [
        WindowAct(
            _("Leave the studio"),
            _("Closes the window. While live or recording, press it twice."),
            Category.SHOW,
            window.leave,
            "Ctrl+Q",
        ),
        WindowAct(
            _("Add scene"),
            _("Makes a new arrangement of pictures."),
            Category.SCENE,
            lambda: window.edit_scene(None),
        ),
        WindowAct(_("Edit scene"), edits, Category.SCENE, window.scenes.edit_current),
        WindowAct(
            _("Add picture source"),
            _("Adds a camera, a film or a still image."),
            Category.SCENE,
            lambda: window.edit_picture(None),
        ),
        WindowAct(_("Edit picture source"), edits, Category.SCENE, window.pictures.edit_current),
        WindowAct(
            _("Add sound source"),
            _("Adds a microphone or a sound file."),
            Category.SOUND,
            lambda: window.edit_sound(None),
        ),
        WindowAct(_("Edit sound source"), edits, Category.SOUND, window.sounds.edit_current),
        WindowAct(
            _("Add destination"),
            _("Adds a service that the show is sent to."),
            Category.DESTINATION,
            lambda: window.edit_destination(None),
        ),
        WindowAct(
            _("Edit destination"), edits, Category.DESTINATION, window.destinations.edit_current
        ),
        WindowAct(
            _("Find a command"),
            _("Finds everything that can be done by a part of its name."),
            Category.STUDIO,
            window.find_command,
            "Ctrl+Shift+P",
        ),
        WindowAct(
            _("Settings"),
            _("Shows every setting of the studio."),
            Category.STUDIO,
            window.edit_settings,
            "Ctrl+,",
        ),
    ]
